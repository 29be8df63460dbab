/** The last question before publication, and the first thing after it: the link to give away. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../platform/frontend/src/core/texts.ts";
import { Window } from "../../platform/frontend/src/editing/dialog.tsx";
import { ProblemList } from "./problems.tsx";
import { proposedSlug, publish, refusals } from "./publishing.ts";
import { dialog, saved, saving } from "./store.ts";

const close = (): void => {
  if (dialog.value === "publish" || dialog.value === "done") dialog.value = "";
};

/** Whichever of the two is open. */
export function Publish(): JSX.Element | null {
  if (dialog.value === "publish") return <Ask />;
  return dialog.value === "done" ? <Done /> : null;
}

function Ask(): JSX.Element {
  const [slug, setSlug] = useState(saved.value.addressFixed ? saved.value.slug : proposedSlug());
  const [busy, setBusy] = useState(false);
  const problems = saving.value === "saved" && saved.value.problems.length ? saved.value.problems : refusals.value;
  const go = (event: Event): void => {
    event.preventDefault();
    setBusy(true);
    void publish(slug).finally(() => setBusy(false));
  };
  return (
    <Window title={t("Publish")} close={close}>
      <form class="window-body" onSubmit={go}>
        <div class="fld">
          <label for="publish-slug">{t("Address")}</label>
          <div class="with-start">
            <span class="muted">/f/</span>
            <input id="publish-slug" class="in" value={slug} readOnly={saved.value.addressFixed} autofocus onInput={(event) => setSlug(event.currentTarget.value)} />
          </div>
          <small>{saved.value.addressFixed ? t("It stays, so that links go on to work.") : t("It cannot be changed later.")}</small>
        </div>
        {problems.length ? <ProblemList problems={problems} leave={close} /> : <p class="muted">{sentence()}</p>}
        <div class="toolbar">
          <button type="submit" class="btn pri" disabled={busy}>
            {t("Publish now")}
          </button>
          <button type="button" class="btn ghost" onClick={close}>
            {t("Cancel")}
          </button>
        </div>
      </form>
    </Window>
  );
}

function sentence(): string {
  if (saved.value.live === null) return t("From then on, everybody who has the address can fill it in.");
  return t("Version %(number)s is replaced; what was sent with it keeps it.", { number: String(saved.value.live) });
}

function Done(): JSX.Element {
  const url = location.origin + saved.value.publicUrl;
  return (
    <Window title={t("Published")} close={close}>
      <div class="window-body">
        <p>{t("Version %(number)s is live at this address:", { number: String(saved.value.live ?? "") })}</p>
        <div class="link-box">
          <label class="sr" for="done-url">
            {t("Public link")}
          </label>
          <input class="in" id="done-url" value={url} readOnly autofocus />
          <button class="btn" type="button" data-copy="done-url">
            {t("Copy")}
          </button>
        </div>
        <div class="toolbar">
          <a class="btn pri" href={saved.value.publicUrl} target="_blank" rel="noopener">
            {t("Open the form")}
          </a>
          <button type="button" class="btn ghost" onClick={close}>
            {t("Go on building")}
          </button>
        </div>
      </div>
    </Window>
  );
}
