/** The islands' drawings on the 24 px grid of templates/app/icons.svg: stroke 1.75, one path each. */
import type { JSX } from "preact";

const PATHS: Readonly<Record<string, string>> = {
  text: "M5 6V4.5h14V6M12 4.5v15M9 19.5h6",
  long_text: "M4 6h16M4 10h16M4 14h16M4 18h10",
  email: "M4 5.5h16v13H4zM4 7l8 6 8-6",
  phone: "M6.5 3.5 9 8 7 10c1.5 3 4 5.5 7 7l2-2 4.5 2.5-1.5 3C11 20.5 3.5 13 3.5 5z",
  number: "M9.5 4 7.5 20M16.5 4l-2 16M4.5 9h16M3.5 15h16",
  date: "M4 6h16v14H4zM4 10.5h16M8 3.5V8M16 3.5V8",
  time: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7v5l3.5 2",
  date_time: "M4 6h16v6M4 6v14h7M4 10.5h16M8 3.5V8M16 3.5V8M17 14a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM17 16v1.5l1 1",
  date_range: "M4 6h16v14H4zM4 10.5h16M8 3.5V8M16 3.5V8M7.5 15.5h9M14 13l2.5 2.5L14 18",
  url: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
  choice: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  multiple_choice: "M4 4.5h7v7H4zM5.5 8l1.5 1.5L9.5 6.5M4 14.5h7v5H4zM14 8h6M14 17h6",
  yes_no: "M8 7h8a5 5 0 0 1 0 10H8A5 5 0 0 1 8 7zM16 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  consent: "M4.5 4.5h15v15h-15zM8 12l3 3 5.5-6",
  person_name: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20c.5-4 3.5-6 7.5-6s7 2 7.5 6",
  company: "M5 20.5V4h9v16.5M14 9h5v11.5M3 20.5h18M8 8h3M8 12h3M8 16h3",
  address: "M12 21s7-6 7-11.5a7 7 0 0 0-14 0C5 15 12 21 12 21zM12 7a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  iban: "M3.5 9.5 12 4.5l8.5 5zM5.5 10v8M10 10v8M14 10v8M18.5 10v8M3.5 20h17",
  product: "M4 8l8-4.5L20 8v8.5L12 21l-8-4.5zM4 8l8 4.5L20 8M12 12.5V21",
  quantity: "M4 8h7M7.5 4.5v7M13.5 8h7M4.5 15l6 6M10.5 15l-6 6M13.5 18h7",
  money: "M18 6.5A6.5 6.5 0 0 0 8 12a6.5 6.5 0 0 0 10 5.5M4.5 10.5H14M4.5 13.5H13",
  percentage: "M19 5 5 19M7.5 5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM16.5 14a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  section: "M4 5h16v5H4zM4 12.5h16v3M4 12.5v3M4 18.5h16",
  calculated: "M5.5 3.5h13v17h-13zM8.5 7h7M8.5 11.5h.01M12 11.5h.01M15.5 11.5h.01M8.5 15.5h.01M12 15.5h.01M15.5 15v2.5",
  heading: "M6 4.5v15M18 4.5v15M6 12h12",
  text_block: "M4 5.5h16M4 9.5h16M4 13.5h10M4 17.5h7",
  file: "m19 11-7.5 7.5a4.5 4.5 0 0 1-6.3-6.3L13 4.5a3 3 0 0 1 4.2 4.2l-7.7 7.8a1.5 1.5 0 0 1-2.1-2.1L14 7.8",
  image: "M3.5 5h17v14h-17zM3.5 16l5-5 4.5 4.5 3-3 4.5 4.5M15.5 8.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3z",
  page_break: "M5 3.5v5h14v-5M5 20.5v-5h14v5M3 12h3M9 12h3M15 12h3",
  hidden: "M3 3l18 18M10.5 6a9 9 0 0 1 11 6 12 12 0 0 1-2.5 3.5M6.5 7.5A12 12 0 0 0 2.5 12s3.5 6 9.5 6a9 9 0 0 0 4-1",
  auto_id: "M5 4.5v15M9 4.5v15M12.5 4.5v15M16 4.5v15M19 4.5v15",
  grip: "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01",
  up: "M12 19V5M6.5 10.5 12 5l5.5 5.5",
  down: "M12 5v14M6.5 13.5 12 19l5.5-5.5",
  copy: "M8 8h12v12H8zM16 8V5.5A1.5 1.5 0 0 0 14.5 4h-9A1.5 1.5 0 0 0 4 5.5v9A1.5 1.5 0 0 0 5.5 16H8",
  bin: "M4.5 6.5h15M9 6.5V4h6v2.5M6.5 6.5l1 14h9l1-14M10 10.5v6M14 10.5v6",
  undo: "M8.5 5 4 9.5 8.5 14M4 9.5h10a5.5 5.5 0 0 1 0 11h-3",
  redo: "M15.5 5 20 9.5 15.5 14M20 9.5H10a5.5 5.5 0 0 0 0 11h3",
  plus: "M12 5v14M5 12h14",
  gear: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5",
  branch: "M6 4v9a4 4 0 0 0 4 4h8M15 14l3 3-3 3M6 8h5a4 4 0 0 0 4-4",
  brush: "M14 4.5 19.5 10 12 17.5 6.5 12zM6.5 12c-3 1-1 5-4 7 4 1.5 8 .5 9.5-1.5",
  form: "M6 3.5h8l4 4v13H6zM9 11h6M9 15h6",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7v5l3.5 2",
  list: "M8.5 6H20M8.5 12H20M8.5 18H20M4 6h.01M4 12h.01M4 18h.01",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z",
  send: "M4 12 20 4.5 14.5 20l-3-6.5z",
  alert: "M12 4 2.8 19.5h18.4zM12 10v4M12 16.8h.01",
  check: "m5 12.5 4.5 4.5L19 7",
  close: "M6 6l12 12M18 6 6 18",
  desk: "M3.5 4.5h17v11h-17zM9 20h6M12 15.5V20",
  handset: "M7.5 3h9v18h-9zM11 18h2",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.5 5.5 7 7M17 17l1.5 1.5M18.5 5.5 17 7M7 17l-1.5 1.5",
  moon: "M20 14A8.5 8.5 0 0 1 10 4a8.5 8.5 0 1 0 10 10z",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
  export: "M12 4v11M7.5 11 12 15.5 16.5 11M4 19.5h16",
};

/** A drawing beside a word, hidden from screen readers; a name that is not drawn draws nothing. */
export function Icon({ name }: { name: string }): JSX.Element {
  return (
    <svg class="ic" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name] ?? ""} />
    </svg>
  );
}
