"""Tell which lines are code, and whose: the article's that shows it, or the page's scripts, styles and data."""

from __future__ import annotations

import re
from collections.abc import Sequence

import regex

from cleaner.text.blocks import Block

_LONG = 200  # characters; a longer line of code is made of whole statements
_LONGEST = 1000  # that is looked at piece by piece
_SIGNS = regex.compile(r"[{}()\[\];=:<>\"|&]")
_DENSE, _LONG_DENSE, _DENSE_CHARS = 60, 30, 40  # signs in a thousand characters of a line, which has so many at least
_BRACKET = regex.compile(r"[{}]|\(\)|\);|\[\]|=>|\]\(|\)\(")
_OPENING, _CLOSING = regex.compile(r"[{(\[]"), regex.compile(r"[})\]]")
_DOUBLY_QUOTED = regex.compile(r'"(?:[^"\\]|\\.)*+"')
_QUOTED = regex.compile(r"""'(?:[^'\\]|\\.)*+'|`(?:[^`\\]|\\.)*+`|""" + _DOUBLY_QUOTED.pattern)
_RUNNING_TEXT = regex.compile(
    r"(?:[^\W\d_]++(?:['’-][^\W\d_]++)*+[,.:;!?]?\s++){14}|[\u3040-\u30ff\u4e00-\u9fff]{40}"
)  # an article glued to code; in a comment or a string it is the code's
_RUNNING_CHARS = 100  # in which running text may stand

_COMMENT = r"/\*(?:(?!\*/).)*+"
_KEY = r"""(?:["'][^"'\n]*+["']|[\w$-]++)"""
_SELECTOR = r"""[\w\s.\#:>+~*()\[\]="'^$|%&@-]"""
_CODE = regex.compile(
    rf"""
    [\s{{}}()\[\];,:]*+ (?<=[{{}}\[\]();].*)                                        # brackets alone
    | //(?!\s*+\w+\.\w).*+ | {_COMMENT}(?:\*/)?+ | \*/ | <!--.*+ | -->.*+ | <!\[CDATA\[.*+ | \]\]>.*+  # comments
    | @(?:media|import|charset|font-face|keyframes|supports|-webkit-\w+)\b .*+ (?<=[;{{}},])
    | (?:var|let|const|return|throw|typeof|(?:async\ )?function|new|delete|import|export)\b
      .*[={{(.] .*+ (?<=[;,{{}}()\[\]'":?+&|=])
    | (?:\}}\s*+)?+(?:else|try|finally|do)\s*+\{{?
    | (?:\}}\s*+)?+(?:(?:else\s+)?if|for|while|switch|catch)\s*+\(.*+(?<=[{{}};)|&])
    | (?: .*(?<=(?:\w\(|[={{}}\[\]]|^[\w-]+\s*:).*) ; | .*[{{}}] ) (?:\s*+{_COMMENT}\*/|\s*+//.*+)?+   # a statement
    | {_KEY}\s*+:\s*+ (?:["'`\[{{(\d\#]|true|false|null|function|window|!) .*+
      (?<=[,{{\[(}}\])"'`]|true|false|null)                                         # an entry of an object or a rule
    | (?:"[^"]*+"|'[^']*+') ,
    | [\w$.]++\s*+ (?:=|\+=|\|\|=) \s*+[^=\s].*+
    | (?:[\w$]++\.)*+[\w$]++\( (?:.*+(?<=\)[;,]|[,({{\[])|[^\s()]*+\))              # a call
    | \.[\w$]++\(.*\);?
    | [.\#:*a-z\[@&>~+]{_SELECTOR}*[.\#:>\[+~]{_SELECTOR}*,                        # selectors of a style sheet
    """,
    regex.VERBOSE | regex.DOTALL,
)
_OF_A_PAGE = regex.compile(
    r"""
    "@(?:context|graph|type)"\s*: | \bdataLayer\b | \bgoogletag\b | \bgtag\( | \bfbq\( | \b_gaq\b | \badsbygoogle\b
    | \b__NEXT_DATA__\b | \b__next_f\b | \b__NUXT__\b | \b_wpemojiSettings\b | \bimg\.wp-smiley\b | <!\[CDATA\[
    | \#\ ?sourceURL= | \bGoogleAnalyticsObject\b | \bgoogle-analytics\b | \bgoogletagmanager\b
    | \bwp-(?:content|includes|json|admin)\b
    | \bNREUM\b | \bOneTrust\b | \bOptanon | \bwebpack | --wp--preset | \b_hsq\b
    | \bpbjs\b | \bchartbeat | \b_sf_async_config\b | \bwindow\.__?\w | \bXMLHttpRequest\b | \bajaxurl\b | \badmin-ajax
    | "prefetch"\s*: | \bdrupalSettings\b | \bjQuery\.(?:ajax|noConflict) | \bShopify\. | \bcontain-intrinsic-size\b
    """,
    regex.VERBOSE,
)
_MAY_BE_OF_A_PAGE = regex.compile(
    r"""
    \bwindow\. | \bdocument\. | \blocalStorage\b | !important\b | @media\b | @font-face\b | \bjQuery\b | \$\( | \.push\(
    | \.addEventListener\( | -webkit- | -moz- | \bfunction\s*\w*\( | \bundefined\b | :hover\b | \bcreateElement\b
    | \bdisplay:\s*(?:none|block|flex|inline) | \bsetTimeout\b
    """,
    regex.VERBOSE,
)
_SHOWN = re.compile(
    r".*[{};]|[\w.]+\(.*\)[;,]?|[\w.$\[\]\"']+\s*(?::=|[+-]?=|->|=>)\s*\S.*"
    r"|(?:def|class|for|if|while|elif|with|func|function)\b.*[:{]"
)
_CODE_NEAR, _CODE_LINES = 2, 3  # lines up and down, of which with the line itself so many are code


def is_code(text: str) -> bool:
    """Tell whether a line is code of JavaScript, CSS or JSON, and nothing else.

    >>> is_code('var ferry = {"sails": true};'), is_code(".menu > li { color: red; }"), is_code("The ferry (Karsholm);")
    (True, True, False)
    """
    if len(text) > _RUNNING_CHARS:
        bare = (_DOUBLY_QUOTED if text[0] in '"{[' else _QUOTED).sub("", text)  # JSON knows no other quotes
        if _RUNNING_TEXT.search(bare):
            return False
    if len(text) >= _DENSE_CHARS and _BRACKET.search(text):
        least = _LONG_DENSE if len(text) >= _LONG else _DENSE
        if 1000 * len(_SIGNS.findall(text)) >= least * len(text):
            return True
    return len(text) <= _LONGEST and _CODE.fullmatch(text) is not None


def open_brackets(line: str) -> int:
    """Count the brackets that a line of code leaves open; a long one closes its own.

    >>> open_brackets("ferry(function() {"), open_brackets("});")
    (2, -2)
    """
    bare = _QUOTED.sub("", line) if len(line) <= _LONG else ""
    return len(_OPENING.findall(bare)) - len(_CLOSING.findall(bare))


def is_of_a_page(code: str) -> bool:
    """Tell whether code holds what hardly an article shows: a page's analytics, advertisements, structured data.

    >>> is_of_a_page("window.dataLayer = [];"), is_of_a_page("window.open(ferry);")
    (True, False)
    """
    return _OF_A_PAGE.search(code) is not None


def may_be_of_a_page(code: str) -> bool:
    """Tell whether code is such as runs in a page; articles on programming show it, too.

    >>> may_be_of_a_page("window.open(ferry);"), may_be_of_a_page("ferry = Ferry()")
    (True, False)
    """
    return _MAY_BE_OF_A_PAGE.search(code) is not None


def is_within_code(blocks: Sequence[Block], place: int) -> bool:
    """Tell whether a line is one of several lines of code, in any language: such as an article shows.

    A page's own is gone by then, as the filter `scripts` comes before those who ask.

    Args:
        blocks: the lines.
        place: the index of the one that is asked about.

    """
    if not _SHOWN.fullmatch(blocks[place].text):
        return False
    near = blocks[max(0, place - _CODE_NEAR) : place + _CODE_NEAR + 1]
    return sum(_SHOWN.fullmatch(block.text) is not None for block in near) >= _CODE_LINES
