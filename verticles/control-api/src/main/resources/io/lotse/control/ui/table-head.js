import { html } from "lit";

/**
 * The heads of a table's columns.
 *
 * @param names as words name them
 * @param words what they are called
 */
export function tableHead(names, words) {
  return html`<thead role="rowgroup">
    <tr role="row">
      ${names.map((name) => html`<th role="columnheader" scope="col">${words[name]}</th>`)}
    </tr>
  </thead>`;
}
