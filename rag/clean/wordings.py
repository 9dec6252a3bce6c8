"""The wordings by which furniture is known, each with the reason told to the reader.

Patterns match a whole line, case aside. Each says why it cannot be an article's sentence: it is
an imperative with its object, a label with a colon, or a fixed phrase of page software.
"""

from __future__ import annotations

import re

_NETWORK = (
    r"(?:facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|tumblr|e-?mail|messenger|"
    r"instagram|threads|bluesky|mastodon|viber|vk|line|flipboard|youtube|tik ?tok|wechat|weibo|"
    r"pocket|print|copy link|link|more|sms|xing|skype|google ?\+?|google news|apple news|rss)"
)
_NETWORKS = rf"{_NETWORK}(?:\s*[,/|·•&+]?\s*(?:and |or |via |by |on )?{_NETWORK})*"
_LIST = r"(?:stories|story|articles?|news|posts?|topics?|content|coverage|links?|reading|items|videos?|reads)"
_PLACE = r"(?:newsletters?|inbox|mailing list|e-?mail alerts?|updates|alerts|channel|account|app|podcast)"
_AGENCY = (
    r"(?:getty(?: images)?|afp|ap|associated press|reuters|epa(?:-efe)?|efe|shutterstock|alamy|xinhua|"
    r"tass|sputnik|bloomberg|ani|pti|dpa|kyodo|anadolu(?: agency)?|aa|pa(?: wire| media)?|ansa|zuma|"
    r"imago|wireimage|nurphoto|sopa(?: images)?|upi|yonhap|ria novosti|picture alliance|istock|"
    r"unsplash|flickr|wikimedia(?: commons)?|pool|handout|file|rex|polaris|magnum|ritzau scanpix|"
    r"ntb|tt|keystone|belga|lehtikuva|cnsphoto|vcg|cctv|afptv)"
)
_DATE_OR_NAME = r"[\w.’'\- ]{2,60}"


def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})\s*", re.IGNORECASE)


RELATED_HEADER = _line(
    rf"(?:related|recommended|suggested|similar|popular|featured|promoted|sponsored|trending|latest)"
    rf"(?:\s+(?:{_LIST}|for you|now|from .{{2,40}}))?\s*[:»>]?"
    rf"|(?:more|other) (?:{_LIST}|on this(?: {_LIST})?|like this|from .{{2,40}}|in .{{2,30}} {_LIST})\s*:?"
    r"|you (?:may|might)(?: also)? (?:like|be interested in|enjoy|have missed)\s*:?"
    rf"|(?:most|top) (?:read|popular|viewed|watched|shared|commented|recent|{_LIST})(?: {_LIST})?\s*:?"
    r"|editor[’']?s?[’']? (?:picks?|choice)|don[’']t miss|what to read next|up next|read next"
    r"|(?:also read|read also|read more|see also|see more|read on|watch more|watch also|also on .{2,30}"
    r"|also in .{2,30}|more on this story)\s*:?"
    r"|in case you missed it|around the web|from (?:our|the) (?:partners|archives?|web)"
    r"|(?:mehr|weitere) (?:zum thema|artikel|nachrichten)|lesen sie auch\s*:?|das könnte sie auch interessieren"
    r"|(?:à lire aussi|lire aussi|sur le même sujet|voir aussi|le plus lus?)\s*:?"
    r"|(?:leer más|lea también|te puede interesar|más noticias)\s*:?"
)
RELATED_ITEM_MARK = re.compile(r"opens in (?:a )?new (?:window|tab)", re.IGNORECASE)

COMMENTS_HEADER = _line(
    r"(?:leave|post|add|write) (?:a|your) (?:reply|comment|response)(?: cancel reply)?"
    r"|leave a comment|join the (?:conversation|discussion)|your email address will not be published.*"
    r"|\d* ?comments?|no comments(?: yet)?"
)
COMMENT_FIELD = _line(
    r"(?:comment|name|e-?mail|website|url|message|submit|send|cancel|post|reply|captcha)(?: address)?\s*[*:]?(?: \(required\))?"
    r"|.{0,40}\* (?:name|e-?mail|website).{0,40}|[*] ?"
)

# Photographers in brackets at a caption's end.
CREDIT_TAIL = re.compile(
    rf"\s*[(\[](?:(?:photo|image|picture|file photo|foto|bild)s?\s*(?:credit|by|:|courtesy(?: of)?)[^()]{{2,60}}"
    rf"|[^()]{{0,50}}\b(?:AP Photo|{_AGENCY.replace('(?:', '(?:', 1)})\s*(?:/|via)[^()]{{2,60}}"
    rf"|[^()]{{2,50}}(?:/|via )\s*{_AGENCY}(?:/[^()]{{2,40}})?)[)\]]$",
    re.IGNORECASE,
)

LINES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        _line(
            rf"share(?: (?:this|the))?(?: (?:{_LIST}|page))?(?: (?:on|via|with|to|by)(?: friends| {_NETWORKS})?)?"
            rf"(?:\s*[:|·-]?\s*{_NETWORKS})?\s*:?"
            r"|\d[\d.,k]* (?:shares?|likes?|tweets?|retweets?|views?)|tweet|pin it|like this:?|like loading\.*"
            rf"|click to (?:share|e-?mail|print)\b.{{0,80}}|{_NETWORK}(?:\s*[,/|·•]?\s+{_NETWORK}){{1,}}"
            r"|(?:facebook|twitter|whatsapp|telegram|linkedin|pinterest|reddit|e-?mail|print|copy link|link copied)!?"
            r"|e-?mail this (?:article|page|story)|print(?: this)?(?: article| page| story)?|save(?: article| story)?"
            r"|(?:teilen|drucken|partager|compartir|merken|condividi)(?: (?:auf|sur|en|su) .{2,20})?"
        ),
        "share box",
    ),
    (
        _line(
            r"no comments(?: yet)?|\d+ comments?|comments? ?\(?\d+\)?|comments(?: are closed)?\.?|view (?:all )?comments"
            r"|show comments|hide comments|(?:leave|post|add|write) (?:a|your) (?:reply|comment|response)(?: cancel reply)?"
            r"|cancel reply|post comment|join the (?:conversation|discussion)\.?|be the first to comment\.?"
            r"|your e-?mail address will not be published\..{0,60}|required fields are marked ?\*?"
            r"|please enter your (?:comment|name|e-?mail).{0,40}|you have entered an incorrect e-?mail address!?"
            r"|please enter your e-?mail address here|save my name,? e-?mail,? and website in this browser.{0,60}"
            r"|notify me (?:of|by|when|via) .{3,60}|(?:you must be|please) log(?:ged)? in to (?:post|leave|write|add)? ?a? ?comment\.?"
            r"|log in to (?:reply|comment|leave a comment)\.?|this site uses akismet.{0,120}|learn how your comment data is processed\.?"
            r"|kommentare?(?: \(\d+\))?|laisser un commentaire|schreiben sie einen kommentar|deja un comentario"
        ),
        "comment box",
    ),
    (RELATED_HEADER, "related stories"),
    (
        _line(
            r"\[?.{3,200}opens in (?:a )?new (?:window|tab)\.?\s*\]?"
            r"|(?:read (?:more|also|next|on)|also read|see also|must read|more on this|don[’']t miss|in case you missed it|related"
            r"|related (?:story|article|news|coverage)|recommended|lesen sie auch|lire aussi|à lire aussi|leer más|lea también)"
            r"\s*(?:[:|»>]|\s[–—-]\s)\s*.{3,200}"
        ),
        "related stories",
    ),
    (
        _line(
            r"(?:watch|play|pause)(?: (?:the |this |full )?(?:video|live|now|clip|episode|more))?\s*[▶►]?"
            r"|(?:watch|video)\s*[:|]\s*[^.]{3,150}|now playing(?:\s*[:|]? .{2,100})?|video duration .{2,60}|media caption.{0,0}"
            r"|this video (?:can ?not|cannot) be played|to play this video.{5,80}|video (?:unavailable|player|caption)"
            r"|your browser does not support .{3,40}|enable javascript.{0,60}|please enable javascript.{0,60}"
            r"|\d+ (?:minutes?|mins?),? \d+ sec(?:ond)?s?|\d{1,2}:[0-5]\d ?/ ?\d{1,2}:[0-5]\d|[▶►]\s*.{0,80}"
            r"|click here to (?:watch|view|see) .{0,60}|listen(?: to this (?:article|story))?(?: now)?(?: \(?\d+ min(?:utes?|s)?\)?)?"
        ),
        "video teaser",
    ),
    (
        _line(
            r"advertisements?|ads?|advertising|sponsored|promoted|anzeige|werbung|publicité|publicidad|ad feedback"
            r"|(?:story|article|content|post) continues (?:below|after)(?: (?:the |this )?(?:advertisement|ad|adverts?|promotion|newsletter))?"
            r"|continue reading(?: below| the (?:main )?story)?\.*|scroll (?:down )?to continue.{0,60}|skip (?:ad|advert|advertisement|promotion)"
            r"|after newsletter promotion|paid (?:content|post|partner content)|report (?:this )?ad|remove ads"
        ),
        "advert",
    ),
    (
        _line(
            r"(?:we|this (?:web ?)?site|our (?:web ?)?site|this page)(?: and our (?:\d+ )?partners)? (?:use|uses|store)\b.{0,60}\bcookies?\b.{0,300}"
            r"|by (?:continuing|using|clicking|browsing)\b.{0,120}\b(?:cookies?|terms of (?:use|service)|privacy policy).{0,120}"
            r"|(?:accept|reject|manage|allow|decline)(?: all| my)? ?(?:cookies?|all|preferences|choices)?(?: & close)?|cookie (?:policy|settings|preferences|notice|consent)"
            r"|privacy (?:policy|notice|settings)|terms (?:of (?:use|service)|and conditions|& conditions)|do not sell my (?:personal )?info(?:rmation)?"
            r"|(?:alle )?cookies (?:akzeptieren|ablehnen|zulassen)|wir verwenden cookies.{0,200}|nous utilisons des cookies.{0,200}"
        ),
        "cookie notice",
    ),
    (
        _line(
            rf"(?:please )?(?:subscribe|sign[- ]up|register)(?: (?:now|today|here|free|for free))?(?: (?:to|for|and get)\b.{{0,60}}\b{_PLACE}\b.{{0,120}})?[.!]?"
            rf"|(?:get|receive|want)\b.{{0,100}}\b(?:(?:in|to) your inbox|our (?:free )?(?:daily |weekly |morning )?(?:newsletters?|app|alerts))\b.{{0,80}}"
            rf"|(?:join|follow|like|find|download|install|add) (?:us|our|the .{{2,30}} (?:app|channel))\b.{{0,60}}\b(?:{_NETWORK}|{_PLACE}|store|play)\b.{{0,60}}"
            r"|follow us[:!.]?|follow|following|enter your e-?mail(?: address)?\.{0,3}|e-?mail address|your e-?mail(?: address)?"
            r"|(?:already )?(?:a )?subscriber\?.{0,40}|already (?:have an account|registered|a member|a subscriber)\?.{0,40}"
            r"|(?:this|the) (?:article|story|content) is (?:for|available (?:only )?to|reserved for|exclusive to) (?:our )?(?:subscribers|members)(?: only)?\b.{0,60}"
            r"|(?:to )?(?:continue|keep) reading[,:]? (?:this (?:article|story)[,:]? )?(?:with|please|subscribe|log in|register|for).{0,80}"
            r"|(?:log|sign) in(?: or (?:subscribe|register|sign up|create an account))?(?: to (?:continue|read|access).{0,40})?"
            r"|(?:you have|you[’']ve) (?:\d+|one|two|three|no|reached your)\b.{0,40}\b(?:free )?(?:articles?|stories|limit)\b.{0,40}"
            r"|support (?:our|independent|quality) (?:journalism|work|reporting).{0,80}|become a (?:member|subscriber|supporter|patron)\b.{0,60}|donate(?: now| today)?"
            r"|(?:subscribe|buy) (?:now )?(?:from|for) (?:only )?[$€£]\s?\d.{0,60}|create (?:a free |an )?account|start (?:your )?free trial|unlimited (?:digital )?access.{0,80}"
            r"|thank you for (?:subscribing|signing up|registering).{0,60}|(?:something went wrong|please try again)\b.{0,60}|sign up|newsletters?|unsubscribe(?: here)?(?: at any time)?\.?"
            r"|you can unsubscribe at any time\..{0,80}|view (?:this e-?mail )?in (?:your )?browser|manage (?:your )?(?:subscription|preferences|newsletters).{0,40}"
            r"|(?:you are receiving|you received) this (?:e-?mail|message|newsletter)\b.{0,120}|to unsubscribe\b.{0,120}"
        ),
        "newsletter or subscription box",
    ),
    (
        _line(
            r"skip to (?:main )?(?:content|navigation|search)|home|menu|search|close|open|back|back to (?:top|home|news)|next|previous|prev"
            r"|(?:next|previous|prev|older|newer) (?:article|post|story|page|entry|entries)s?(?:\s*[:»←→].{0,150})?|toggle (?:navigation|menu|search)"
            r"|exit mobile version|view (?:desktop|mobile|full) (?:version|site|image)|go to .{2,20} site|expand|collapse|show (?:more|less|all)|load(?:ing)? more|loading\.*|view (?:all|more)"
            r"|(?:log|sign) ?(?:in|out)|my account|contact us|about us|advertise with us|site ?map|site index|help|faq|rss(?: feed)?|accessibility(?: help| links)?"
            r"|home ?(?:[>»›/|·→]\s?[\w&’' -]{2,60}\s?)+[>»›/|→]?.{0,200}|you are here:? .{2,150}|[\w&’' ]{2,25}(?: [>»›|•·] [\w&’' ]{2,25}){2,}|\d+ of \d+|page \d+(?: of \d+)?"
            r"|image \d+ of \d+|enlarge(?: this)?(?: image| photo)?|toggle caption|hide caption|open image modal|in (?:this|the) article:?|in this story:?|table of contents|jump to .{2,30}|on this page"
        ),
        "navigation",
    ),
    (
        _line(
            r"(?:news|article|story|post|document|page|content|item|report) ?(?:id|no\.?|number|code)\s*[:#]\s*[\w-]{1,20}"
            r"|(?:news ?code|short (?:link|url)|permalink)\s*:\s*\S{1,80}"
            r"|(?:reading time|time to read|read time|estimated reading time|word count|views?|hits|reads?|visits?|lesezeit|temps de lecture)\s*[:.]?\s*[\d.,k]+(?: (?:min(?:ute)?s?|mins?\.? read|words))?\.?"
            r"|\d+[- ]?min(?:ute)?s?\.? read|[\d.,]+k? (?:views|reads|hits)|font size.{0,20}|text size.{0,20}|a ?[+-] a ?[+-]"
        ),
        "page data",
    ),
    (
        _line(
            r"(?:tags?|keywords?|key words|topics|categor(?:y|ies)|filed under|tagged(?: with| as| in)?|hashtags?|posted in|labels?|section|schlagwörter|schlagworte|mots-clés|etiquetas)"
            r"\s*:\s*[^.!?]{1,300}|(?:#\w+[\s,]*)+|(?:tags?|filed under|tagged|keywords|topics)"
        ),
        "tags",
    ),
    (
        _line(
            r"(?:©|\(c\)|copyright(?= *(?:©|\(c\)|\d{4}|by\b|:)))[^\n]{0,300}|[^.]{0,80}(?:©|\(c\))\s*\d{4}.{0,200}|[^.]{0,100}\ball rights reserved\b.{0,200}"
            r"|(?:this material|this article|the content|no part of this).{0,40}may not be (?:published|reproduced|copied|redistributed)\b.{0,200}"
            r"|alle rechte vorbehalten\.?|tous droits réservés\.?|todos los derechos reservados\.?"
        ),
        "copyright notice",
    ),
    (
        _line(
            r"(?:source|original|article|via|read) ?(?:link|source|article)|original (?:article|source|post) ?(?:here|link)?|source"
            r"|view original(?: article| post)?|(?:source\s*:\s*)?(?:https?://|www\.)\S{3,300}|click here(?: (?:to|for) .{2,60})?"
            r"|this (?:article|story|post) (?:was )?(?:first|originally) (?:appeared|published) (?:on|in|at) (?:https?://|www\.)\S+"
        ),
        "link",
    ),
    (
        re.compile(
            rf"(?:(?:photo|image|picture|photograph|file photo|foto|bild|photo illustration)s?(?: ?credits?| courtesy(?: of)?|(?=:)| by| ©|-credit)\s*[:–—-]?\s*[^.!?]{{2,80}}\.?"
            rf"|(?:credits?|photographs?)\s*:\s*[^.!?]{{2,80}}|\(?(?:AP Photo|Photo|Pic|Image)\s?[/:|]\s?[^.!?]{{2,60}}\)?"
            rf"|\(?[\w.’'\- ,&]{{2,60}}(?:\s?/\s?|\s?\|\s?|,? via ){_AGENCY}(?:\s?[/,|]\s?[\w.’'\- ]{{2,40}}|,? via [\w.’'\- ]{{2,40}}){{0,3}}\)?\.?"
            rf"|{_AGENCY}(?:\s?[/|]\s?{_AGENCY}){{1,3}}|\(?(?:getty images|shutterstock|alamy(?: stock photo)?|istock|ap photo|afp photo)\)?"
            rf"|©\s*[\w.’'\- ]{{0,40}}[/ ]?{_AGENCY})\s*",
            re.IGNORECASE,
        ),
        "photo credit",
    ),
)
