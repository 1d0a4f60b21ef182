// Small parts that the panels share.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { study } from "./state";
import { texts } from "./texts";
import type { Evidence } from "./types";

export function Dialog(props: { title: string; onClose: () => void; wide?: boolean; children: ComponentChildren }) {
  const host = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = host.current!;
    if (!dialog.open) dialog.showModal();
  }, []);
  return (
    <dialog
      ref={host}
      class={props.wide ? "wide" : ""}
      aria-labelledby="dialog-title"
      onClose={props.onClose}
      onClick={(event) => event.target === host.current && host.current!.close()}
    >
      <div class="dialog-inner">
        <header>
          <h2 id="dialog-title">{props.title}</h2>
          <button class="plain" aria-label={texts.close} onClick={() => host.current!.close()}>
            ✕
          </button>
        </header>
        {props.children}
      </div>
    </dialog>
  );
}

// "id: value; name: value" as the data files have it, one row a source.
export function SourceRows(props: { ids: string[] }) {
  const known = study.value?.sources ?? {};
  const rows = props.ids.map((id) => [id, known[id]] as const).filter(([, row]) => row);
  if (rows.length === 0) return null;
  return (
    <details class="sources">
      <summary>
        {texts.sources} ({rows.length})
      </summary>
      <ul>
        {rows.map(([id, row]) => (
          <li key={id}>
            <b>{id}</b> <span class="soft">{row!.file}</span>
            <br />
            {row!.text}
          </li>
        ))}
      </ul>
    </details>
  );
}

export function EvidenceOf(props: { of: Evidence }) {
  const { of } = props;
  return (
    <>
      {of.model_note && <p>{of.model_note.replace(/\s*Source:.*$/s, "").replace(/^Lever\.\s*/, "")}</p>}
      {of.note && <p class="soft">{of.note}</p>}
      <p class="soft">
        {texts.grade(of.grade)}
        {of.cites.length > 0 && ` · ${of.cites.join(", ")}`}
      </p>
      <SourceRows ids={of.sources} />
    </>
  );
}
