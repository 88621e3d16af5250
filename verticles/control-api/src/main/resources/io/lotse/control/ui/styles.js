import { css } from "lit";

/** A titled part of a page. */
export const panel = css`
  :host {
    display: block;
  }
  * {
    box-sizing: border-box;
  }
  section {
    background: var(--surface);
    border: 1px solid var(--border);
    border-radius: 10px;
    overflow: hidden;
  }
  h2 {
    margin: 0;
    padding: 0.7rem 1rem;
    font-size: 1rem;
    border-bottom: 1px solid var(--border);
  }
  h2 .count {
    margin-inline-start: 0.4rem;
    color: var(--muted);
    font-weight: 400;
  }
  p {
    margin: 0;
    padding: 0.8rem 1rem;
    color: var(--muted);
  }
  p code {
    display: block;
    margin: 0.5rem 0;
    padding: 0.5rem 0.7rem;
    border-radius: 6px;
    background: var(--neutral-surface);
    color: var(--text);
    font: 0.87rem/1.5 var(--mono);
    overflow-wrap: anywhere;
    user-select: all;
  }
  a {
    color: var(--accent);
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
    border-radius: 3px;
  }
  button {
    margin: 0.6rem 1rem;
    padding: 0.4rem 0.8rem;
    border: 1px solid var(--border);
    border-radius: 6px;
    background: var(--neutral-surface);
    color: var(--text);
    font: inherit;
    cursor: pointer;
  }
  button:disabled {
    opacity: 0.5;
    cursor: default;
  }
  button + button {
    margin-inline-start: 0;
  }
  input,
  select,
  textarea {
    width: 100%;
    padding: 0.35rem 0.6rem;
    border: 1px solid var(--muted);
    border-radius: 6px;
    background: var(--surface);
    color: var(--text);
    font: inherit;
  }
  bdi {
    overflow-wrap: anywhere;
  }
  bdi.name {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
  }
  .muted {
    color: var(--muted);
  }
  .badge {
    display: inline-block;
    padding: 0.05rem 0.5rem;
    border-radius: 999px;
    font-size: 0.82rem;
    line-height: 1.4;
    white-space: nowrap;
    background: var(--neutral-surface);
    color: var(--neutral);
  }
  .badge.good {
    background: var(--good-surface);
    color: var(--good);
  }
  .badge.warn {
    background: var(--warn-surface);
    color: var(--warn);
  }
  .badge.bad {
    background: var(--bad-surface);
    color: var(--bad);
  }
`;

/** Parts of a page below each other. */
export const stack = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
  }
`;

/** A title with choices beside it. */
export const tabs = css`
  h2 {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0.3rem 1rem;
  }
  nav {
    display: flex;
    flex-wrap: wrap;
    gap: 0.2rem 0.8rem;
    font-size: 0.9rem;
    font-weight: 400;
  }
  nav a[aria-current] {
    color: var(--text);
    font-weight: 600;
    text-decoration: none;
  }
`;

/** Names and what they are. */
export const facts = css`
  dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 0.25rem 1rem;
    margin: 0;
    padding: 0.7rem 1rem;
  }
  dt {
    color: var(--muted);
  }
  dd {
    display: flex;
    flex-wrap: wrap;
    gap: 0.2rem 0.8rem;
    margin: 0;
  }
  @media (max-width: 700px) {
    dl {
      grid-template-columns: minmax(0, 1fr);
      gap: 0 1rem;
    }
    dd {
      margin-block-end: 0.4rem;
    }
  }
`;

/** What is asked before something is done. */
export const dialog = css`
  dialog {
    width: 34rem;
    max-width: calc(100vw - 2rem);
    padding: 0;
    border: 1px solid var(--border);
    border-radius: 10px;
    background: var(--surface);
    color: var(--text);
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 45%);
  }
  ul {
    margin: 0;
    padding: 0.8rem 1rem 0.8rem 2.2rem;
  }
  label {
    display: grid;
    gap: 0.2rem;
    padding: 0.5rem 1rem;
  }
  label.choice {
    display: flex;
    align-items: baseline;
  }
  .choice input {
    width: auto;
  }
  fieldset {
    margin: 0.5rem 1rem;
    padding: 0.2rem 0;
    border: 1px solid var(--border);
    border-radius: 6px;
  }
  .buttons {
    display: flex;
    justify-content: end;
    border-top: 1px solid var(--border);
  }
  .danger {
    color: var(--bad);
  }
`;

/** A table; on a narrow screen each row becomes a card whose cells say what they are. */
export const table = css`
  table {
    width: 100%;
    border-collapse: collapse;
    table-layout: fixed;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 0.4rem 0.6rem;
    text-align: start;
    vertical-align: top;
    border-bottom: 1px solid var(--border);
  }
  th:first-child,
  td:first-child {
    padding-inline-start: 1rem;
  }
  tbody:last-child tr:last-child > * {
    border-bottom: 0;
  }
  thead th {
    font-size: 0.82rem;
    font-weight: 600;
    color: var(--muted);
    white-space: nowrap;
  }
  @media (max-width: 700px) {
    table,
    tbody,
    tr,
    th,
    td {
      display: block;
    }
    thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    tbody tr {
      padding: 0.5rem 1rem;
      border-bottom: 1px solid var(--border);
    }
    tbody:last-child tr:last-child {
      border-bottom: 0;
    }
    tbody th,
    tbody td {
      display: grid;
      grid-template-columns: 7.5rem minmax(0, 1fr);
      gap: 0.5rem;
      padding: 0.12rem 0 !important;
      border: 0;
    }
    tbody [data-label]::before {
      content: attr(data-label);
      color: var(--muted);
      font-size: 0.87rem;
      font-weight: 400;
    }
    tbody th:not([data-label]) {
      display: block;
    }
  }
`;
