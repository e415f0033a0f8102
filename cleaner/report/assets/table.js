"use strict";
/* Tables that sort, filter and turn pages: TanStack Table decides what is in, this puts it into a plain table. */

const PAGE_SIZES = [25, 50, 100, 250];

/**
 * Make a table.
 *
 * columns: {id, title, value(row), cell(row), number, flag, narrow}; `value` is what is sorted by, a number, a flag (0
 * or 1) or a text; `narrow` columns go where there is little room. sorting: [{id, desc}]. The result has `filter(predicate)`, `sorted()` and `redraw()`.
 */
function makeTable(host, { label, things, columns, rows, sorting }) {
  const table = TableCore.createTable({
    data: rows,
    columns: columns.map((column) => ({
      id: column.id,
      accessorFn: column.value,
      sortingFn: column.number || column.flag ? "basic" : "text",
      sortDescFirst: Boolean(column.number || column.flag),
    })),
    state: {},
    renderFallbackValue: null,
    globalFilterFn: (row, _, accepts) => accepts(row.original),
    getColumnCanGlobalFilter: (column) => column.id === columns[0].id,
    onStateChange: (change) => {
      const state = typeof change === "function" ? change(table.getState()) : change;
      table.setOptions((options) => ({ ...options, state }));
      queueMicrotask(draw);
    },
    getCoreRowModel: TableCore.getCoreRowModel(),
    getFilteredRowModel: TableCore.getFilteredRowModel(),
    getSortedRowModel: TableCore.getSortedRowModel(),
    getPaginationRowModel: TableCore.getPaginationRowModel(),
  });
  const state = { ...table.initialState, sorting, pagination: { pageIndex: 0, pageSize: 50 } };
  table.setOptions((options) => ({ ...options, state }));

  const heads = columns.map((column) => {
    const arrow = el("span", { "aria-hidden": "true", class: "arrow" });
    const click = () => table.getColumn(column.id).toggleSorting();
    const cell = el("th", { scope: "col", class: classes(column) }, el("button", { type: "button", class: "sort", click }, column.title, arrow));
    return { cell, arrow, column };
  });
  const body = el("tbody");
  const count = el("p", { class: "quiet count-line", role: "status" });
  const where = el("span", { class: "quiet" });
  const back = el("button", { type: "button", class: "secondary outline", click: () => table.previousPage() }, "← Back");
  const on = el("button", { type: "button", class: "secondary outline", click: () => table.nextPage() }, "On →");
  const size = el(
    "select",
    { "aria-label": "Rows a page", change: () => table.setPageSize(Number(size.value)) },
    ...PAGE_SIZES.map((n) => el("option", { value: n, selected: n === 50 }, `${n} rows`)),
  );
  const pager = el("nav", { class: "pager", "aria-label": `Pages of ${label}` }, back, where, on, size);
  host.replaceChildren(
    count,
    el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": `${label}, as a table` },
      el("table", {}, el("caption", { class: "hidden-text" }, label), el("thead", {}, el("tr", {}, ...heads.map((head) => head.cell))), body)),
    pager,
  );

  function draw() {
    for (const { cell, arrow, column } of heads) {
      const sorted = table.getColumn(column.id).getIsSorted();
      arrow.textContent = sorted === "desc" ? " ↓" : sorted === "asc" ? " ↑" : "";
      if (sorted) cell.setAttribute("aria-sort", sorted === "desc" ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    }
    body.replaceChildren(
      ...table.getRowModel().rows.map(({ original }) =>
        el("tr", {}, ...columns.map((column, place) => el(place ? "td" : "th", { class: classes(column), scope: place ? undefined : "row" }, column.cell(original)))),
      ),
    );
    const found = table.getFilteredRowModel().rows.length;
    const { pageIndex, pageSize } = table.getState().pagination;
    count.textContent = found === rows.length ? `${whole.format(found)} ${things}` : `${whole.format(found)} of ${whole.format(rows.length)} ${things}`;
    where.textContent = `Page ${whole.format(Math.min(pageIndex + 1, table.getPageCount()))} of ${whole.format(table.getPageCount())}`;
    back.disabled = !table.getCanPreviousPage();
    on.disabled = !table.getCanNextPage();
    pager.hidden = found <= Math.min(pageSize, PAGE_SIZES[0]);
  }

  draw();
  return {
    filter: (accepts) => {
      table.setGlobalFilter(() => accepts);
      table.setPageIndex(0);
    },
    sorted: () => table.getSortedRowModel().rows.map((row) => row.original),
    redraw: draw,
  };
}

const classes = (column) => [column.number && "number", column.narrow && "narrow"].filter(Boolean).join(" ") || undefined;
