"""What an element of a page is: furniture, a block, a table of data, the words behind a formula. LaTeXML says it with classes."""

from __future__ import annotations

from typing import Any

from synth.reading.html.inline import BREAKS, classes_of

FURNITURE = frozenset("nav button form dialog aside footer".split())
_FURNITURE = frozenset(
    "ltx_page_navbar ltx_page_header ltx_page_footer ltx_page_logo ltx_TOC ltx_pagination package-alerts infobox html-header-nav "
    "desktop_header mobile-header ar5iv-footer ar5iv-severity-ok keyboard-glossary ltx_toclist".split()
)
_FURNITURE_IDS = frozenset("watermark-tr target-section header infoLink license-tr mobile-nav arxiv-logo".split())
_BLOCKS = BREAKS - {"br", "hr", "tr", "td", "th"} | frozenset(
    "table figure section article main header footer nav aside ul ol dl h1 h2 h3 h4 h5 h6 blockquote pre address details summary fieldset "
    "center body form dialog figcaption caption".split()
)
_BLOCK_CLASSES = frozenset(
    "ltx_p ltx_para ltx_tabular ltx_inline-block ltx_inline-para ltx_transformed_outer ltx_transformed_inner".split()
)
FORMULAS = frozenset("ltx_equation ltx_equationgroup ltx_eqn_table ltx_eqn_div".split())


def is_furniture(element: Any, tag: str, classes: frozenset[str]) -> bool:
    """Whether an element belongs to the page and not to the paper."""
    if classes & _FURNITURE or (element.get("id") or "") in _FURNITURE_IDS or element.get("role") in ("navigation", "banner"):
        return True
    if tag == "header":
        return element.find(".//h1") is None
    return tag in FURNITURE and not any(name.startswith("ltx_") for name in classes)


def is_block(element: Any, tag: str, classes: frozenset[str]) -> bool:
    """Whether an element holds paragraphs, rather than a piece of one."""
    if tag in _BLOCKS or classes & _BLOCK_CLASSES:
        return True
    inner = (child for child in element.iterdescendants() if isinstance(child.tag, str))
    return any(child.tag in ("p", "table", "div", "section", "figure", "ul", "ol", "h1", "h2", "h3") for child in inner)


def is_outermost(table: Any, within: Any) -> bool:
    """Whether no other table stands between a table and what it is looked for in."""
    parent = table.getparent()
    while parent is not None and parent is not within:
        if parent.tag == "table":
            return False
        parent = parent.getparent()
    return True


def in_table(element: Any, within: Any) -> bool:
    """Whether an element stands in a table within `within`."""
    return not is_outermost(element, within)


def is_data(table: Any) -> bool:
    """Whether a table holds data, rather than laying out the page."""
    if table.get("role") == "presentation" or table.find(".//table") is not None:
        return False
    return not any(table.find(f".//{name}") is not None for name in ("h1", "h2", "h3", "section", "article"))


def is_behind_formula(element: Any) -> bool:
    """Whether a paragraph stands behind a formula that is set apart, which stands behind a paragraph."""
    before = element.getprevious()
    formulas = 0
    while before is not None and classes_of(before) & FORMULAS:
        before, formulas = before.getprevious(), formulas + 1
    return formulas > 0 and before is not None and "ltx_p" in classes_of(before)
