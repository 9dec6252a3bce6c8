"""The wordings by which furniture is known, each with the reason told to the reader.

One regular expression a line, matched against a whole line of the page, case aside; a word in
capitals stands for a part below, and a backslash continues a line. Each is an imperative with its
object, a label with a colon or a fixed phrase of page software. What may follow is of the page as
well, or begins a sentence of its own, so that a sentence of an article that goes on is left alone.

Elsewhere: what is known by its surroundings, and the sentences that are spared whatever they say
(rag/clean/furniture.py).
"""

from __future__ import annotations

import re

# "(c)" may also letter an item of a list.
COPYRIGHT = r"(?:©|\(c\)(?= ?\d{4}| ?copyright|.{0,80}\ball rights))"

_PARTS = {
    "NETWORKS": r"NETWORK(?:(?: ?[,/|·•&+] ?| and | or | via | by | on | )NETWORK){0,14}",
    "NETWORK": "facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|tumblr|e-?mail"
    "|messenger|instagram|threads|bluesky|mastodon|viber|vk|line|flipboard|youtube|tik ?tok"
    "|wechat|weibo|pocket|print|copy link|link|more|sms|xing|skype|google news|apple news|rss",
    "STORIES": r"stor(?:y|ies)|articles?|news|posts?|topics?|content|coverage|links?|reading"
    "|items|videos?|reads?",
    "MAILING": "newsletters?|inbox|mailing list|e-?mail alerts?|updates|alerts|channel|podcast",
    "AGENCY": r"getty(?: images)?|afp|ap|associated press|reuters|epa(?:-efe)?|efe|shutterstock"
    "|alamy|xinhua|tass|sputnik|bloomberg|ani|pti|dpa|kyodo|anadolu(?: agency)?|pa(?: wire| media)?"
    "|ansa|zuma|imago|wireimage|nurphoto|sopa(?: images)?|upi|yonhap|picture alliance|istock"
    "|unsplash|flickr|wikimedia(?: commons)?|pool|handout|rex|polaris|magnum|ritzau scanpix|ntb"
    "|keystone|belga|lehtikuva|cnsphoto|vcg|afptv|via reuters|via ap",
    "PHOTO": "file photo|photo illustration|photo|image|picture|photograph|foto|bild",
    "ANYONE": "(?! ?(?-i:an?|the|how|why|what|when|where|who) )",  # "Photo: a history of the image"
    "SIGN": COPYRIGHT,
    "ADDRESS": r"(?:https?://|file://|www\.)\S{2,300}",
}


def _any_of(lines: str) -> re.Pattern[str]:
    lines = re.sub(r"\\\n\s*", "", lines)
    pattern = "|".join(line.strip() for line in lines.splitlines() if line.strip())
    for part, meaning in _PARTS.items():
        pattern = f"(?:{meaning})".join(re.split(rf"(?<![A-Z]){part}(?![A-Z])", pattern))
    return re.compile(rf"(?:{pattern})", re.IGNORECASE)


RELATED_HEADER = _any_of(r"""
    (?:related|recommended|suggested|similar|popular|featured|promoted|sponsored|trending\
      |latest)(?: STORIES| for you| now| from .{2,40})? ?[:»>]?
    (?:more|other) (?:STORIES|on this(?: STORIES)?|like this|from .{2,40}|in .{2,30} STORIES) ?:?
    more on this (?:story|topic) ?:?
    you (?:may|might)(?: also)? (?:like|be interested in|enjoy|have missed) ?:?
    (?:most|top) (?:read|popular|viewed|watched|shared|commented|recent|STORIES)(?: STORIES)? ?:?
    editor[’']?s?[’']? (?:picks?|choice)
    don[’']t miss|what to read next|up next|read next|in case you missed it|around the web
    (?:also read|read also|read more|see also|see more|read on|watch more|watch also) ?:?
    also (?:on|in) [^.,:]{2,30}:?
    from (?:our|the) (?:partners|archives?|web)
    (?:mehr|weitere) (?:zum thema|artikel|nachrichten)|das könnte sie auch interessieren
    (?:lesen sie auch|à lire aussi|lire aussi|sur le même sujet|voir aussi) ?:?
    (?:leer más|lea también|te puede interesar|más noticias|leggi anche|читайте также) ?:?
""")

# What page software appends to an item's title for people who cannot see.
NEW_WINDOW = re.compile(r"opens in (?:a )?new (?:window|tab)", re.IGNORECASE)

COMMENTS_HEADER = _any_of(r"""
    (?:leave|post|add|write) (?:a|your) (?:reply|comment|response)(?: cancel reply)?
    join the (?:conversation|discussion)
    your e-?mail address will not be published.{0,80}
    (?:\d+ |no )?comments?(?: yet)?
""")

COMMENT_FIELD = _any_of(r"""
    (?:comment|name|e-?mail|website|url|message|submit|send|cancel|captcha)\
      (?: address)? ?[*:]?(?: \(required\))?
    \*
""")

MAIL_HEADER = re.compile(
    r"(From|To|Cc|Bcc|Reply-To|Date|Sent|Subject|Return-Path|Message-ID|List-[A-Z]\w+|MIME-Version"
    r"|Content-[A-Z][\w-]+|Von|An|Betreff|Datum|De|À|Objet|Asunto): (?=\S)"
)

_CREDIT = _any_of(r"""
    (?:PHOTO)s? ?(?:credit|by|:|courtesy(?: of)?) ?[^()\[\]]{2,60}
    (?:ap|afp|reuters|epa) ?photo ?/ ?[^()\[\]]{2,60}
    [^()\[\]]{2,60}(?:/| via )AGENCY(?:/[^()\[\]]{2,40})?
""")
_SIGNED = _any_of(r"""
    (?:PHOTO)s?(?: credits?)?(?: ?:| by) ?(?-i:[A-ZÀ-Þ][\w.’'\-]+(?:(?: | ?/ ?| for | via )\
      [A-ZÀ-Þ][\w.’'\-]+){0,5})
""")
# A photographer at a caption's end, in brackets or as a line of its own: "… Photo: Jane Roe/Post".
CREDIT_TAIL = re.compile(
    rf"(?: ?[(\[]{_CREDIT.pattern}[)\]]|(?<=[.!?”\"]) {_SIGNED.pattern})$", re.IGNORECASE
)

_BY_REASON = {
    "share box": r"""
        share(?: (?:this|the))?(?: (?:STORIES|page))?(?: (?:on|via|with|to|by)(?: friends\
          | NETWORKS)?)?(?: ?[:|·-]? ?NETWORKS)? ?:?
        \d[\d.,k]* (?:shares?|likes?|tweets?|retweets?)
        tweet|pin it|like this:?|like loading\.*|copy link|link copied!?
        click to (?:share|e-?mail|print)\b.{0,80}
        NETWORK(?:(?: ?[,/|·•] ?| )NETWORK){1,14}
        facebook|twitter|whatsapp|telegram|linkedin|pinterest|reddit|e-?mail|print
        e-?mail this (?:article|page|story)
        share this (?:article|story|page|post) ?: ?[^.!?]{2,60}
        (?:print|save)(?: this)?(?: article| page| story)?
        (?:teilen|drucken|partager|compartir|merken|condividi)(?: (?:auf|sur|en|su) .{2,20})?
    """,
    "comment box": r"""
        no comments(?: yet)?|\d+ comments?|comments? ?\(?\d*\)?|(?:our )?comments (?:are|have been)\
          \ (?:now )?(?:closed|disabled|turned off)(?: (?:on|for) this (?:STORIES))?\.?
        (?:view|show|hide|see|read) (?:all )?(?:\d+ )?comments
        (?:leave|post|add|write) (?:a|your) (?:reply|comment|response)(?: cancel reply)?
        cancel reply|post comment
        join the (?:conversation|discussion)\.?|be the first to comment\.?
        (?:[^.!?]{3,80}\? )?(?:tell us|let us know|have your say|share your (?:views|thoughts\
          |stor(?:y|ies)))(?: what you think)?\
          \ (?:below|in the comments?(?: section)?(?: below)?)[.!]?
        (?:your e-?mail address will not be published\.? ?)?required fields are marked ?\*?
        your e-?mail address will not be published\.?
        please enter your (?:comment|name|e-?mail).{0,40}
        you have entered an incorrect e-?mail address!?
        save my name,? e-?mail,? and website in this browser.{0,60}
        notify me (?:of|by|when|via) .{3,60}
        (?:you must be|please) log(?:ged)? in to (?:post|leave|write|add)?(?: a)? ?comment\.?
        log in to (?:reply|comment|leave a comment)\.?
        this site uses akismet.{0,120}|learn how your comment data is processed\.?
        kommentare?(?: ?\(\d+\))?|laisser un commentaire|schreiben sie einen kommentar
        deja un comentario
    """,
    "related stories": r"""
        \[? ?.{3,200}\(?opens in (?:a )?new (?:window|tab)\.?\)? ?\]?
        (?:read (?:more|also|next)|also read|see also|must read|more on this\
          |don[’']t miss|in case you missed it) ?(?:[:|»>▸▶►›]| [–—-] ) ?.{3,200}
        (?:read )?more (?:about|from|on|in) [^.!?:]{2,40}: [^.!]{3,150}|(?-i:MORE) ?: [^.!]{3,150}
        (?:most|top) (?:read|popular|viewed|watched|shared|commented|discussed) ?: ?.{3,250}
        you (?:may|might)(?: also)? (?:like|be interested in|enjoy|have missed) ?: ?.{3,200}
        (?:related|recommended|related (?:story|article|news|coverage)) ?: ?.{3,200}
        (?:lesen sie auch|à lire aussi|lire aussi|leer más|lea también|leggi anche) ?: ?.{3,200}
    """,
    "video teaser": r"""
        (?:watch|play|pause)(?: (?:the |this |full )?(?:video|live|now|clip|episode|more))? ?[▶►]?
        (?:watch|video|gallery|listen|podcast) ?[:|] ?[^.]{3,150}
        now playing(?: ?[:|] ?.{2,100})?|video duration .{2,60}|[▶►] ?[^.]{0,80}
        this video can ?not be played|to play this video.{5,80}
        video (?:unavailable|player|caption)|media caption
        your browser does not support .{3,40}|(?:please )?enable javascript.{0,60}
        \d+ (?:minutes?|mins?),? \d+ sec(?:ond)?s?|\d{1,2}:[0-5]\d ?/ ?\d{1,2}:[0-5]\d
        click here to (?:watch|view) .{0,60}
        listen(?: to this (?:article|story))?(?: now)?(?: ?\(?\d+ min(?:ute)?s?\)?)?
    """,
    "advert": r"""
        advertisements?|ads?|advertising|sponsored|promoted|anzeige|werbung|publicité|publicidad
        ad feedback|реклама
        (?:sponsored|advertisement|advertorial) ?: [^.!?]{3,120}
        (?:advertisement ?[-–—:|] ?)?(?:story|article|content|post) continues\
          \ (?:below|after)(?: (?:the |this )?\
          (?:advertisement|ad|adverts?|promotion|newsletter))?
        continue reading(?: below| the (?:main )?story)?\.*
        scroll (?:down )?to continue.{0,60}|skip (?:ad|advert|advertisement|promotion)
        after newsletter promotion
        paid (?:content|post|partner content)|report (?:this )?ad|remove ads
    """,
    "cookie notice": r"""
        (?:we|this (?:web ?)?site|our (?:web ?)?site|this page)(?: and our \
          (?:\d+ )?partners)? (?:use|uses|store)\b.{0,60}\bcookies?\b.{0,300}
        by (?:continuing|using|clicking|browsing)\b.{0,120}\b(?:cookies?|terms of (?:use\
          |service)|privacy policy).{0,120}
        (?:accept|reject|manage|allow|decline)(?: all| my)?(?: cookies?| preferences\
          | choices)?(?: & close)?
        (?:please )?(?:accept|allow|enable) (?:all )?cookies to .{3,60}
        cookie (?:policy|settings|preferences|notice|consent)|privacy (?:policy|notice|settings)
        terms (?:of (?:use|service)|and conditions|& conditions)
        do not sell my (?:personal )?info(?:rmation)?
        (?:alle )?cookies (?:akzeptieren|ablehnen|zulassen)|wir verwenden cookies.{0,200}
        nous utilisons des cookies.{0,200}
    """,
    "newsletter or subscription box": r"""
        (?:please )?(?:subscribe|sign[- ]up|register)(?: (?:now|today|here|free\
          |for free))?(?: (?:to|for|and get)\b.{0,60}\bMAILING\b.{0,120})?[.!]?
        (?:subscribe|sign[- ]up|register)(?: now| here| today| free)?\
          \ (?:to|for) our [^.!?]{3,80}[.!]?
        (?:subscribe|sign[- ]up|newsletters?) ?: [^.!?]{3,150}
        (?:like|enjoy|enjoying|liked|enjoyed) (?:what you(?:[’']re| are)? read(?:ing)?|this\
          \ (?:story|article))\? .{0,150}
        get (?:the|our) [^.!?]{2,60} on your (?:phone|mobile|tablet)\b[^.!?]{0,60}[.!]?
        follow (?-i:[@A-Z])[^.!?]{1,40} for [^.!?]{0,40}\
          \b(?:news|updates|stories|coverage)\b[^.!?]{0,40}
        (?:get|receive|want)\b.{0,100}\b(?:(?:in|to) your inbox|our (?:free )?(?:daily \
          |weekly |morning )?(?:newsletters?|app|alerts))\b.{0,80}
        (?:join|follow|download|install|add) (?:us|our|the .{2,30} (?:app\
          |channel))\b.{0,60}\b(?:NETWORK|MAILING|app|store|play)\b.{0,60}
        (?:like|find) (?:us|our page) on NETWORK\b.{0,60}
        follow us[:!.]?|follow|following|(?:enter )?your e-?mail(?: address)?\.{0,3}
        e-?mail address|sign up|newsletters?
        (?:already )?(?:a )?subscriber\?.{0,40}
        already (?:have an account|registered|a member|a subscriber)\?.{0,40}
        (?:this|the) (?:article|story|content) is (?:for|available (?:only )?to\
          |reserved for|exclusive to) (?:our )?(?:subscribers|members)\
          (?: (?:only|with|and)\b[^.!?]{0,50})?(?:[.!:].{0,60})?
        (?:to )?(?:continue|keep) reading,? (?:this (?:article|story),? )?(?:with|please\
          |subscribe|log in|register|for)\b.{0,80}
        (?:log|sign) in(?: or (?:subscribe|register|sign up|create an account))?(?: to \
          (?:continue|read|access).{0,40})?
        (?:you have|you[’']ve) .{0,40}\bfree (?:articles?|stories)\
          (?: (?:left|remaining|available|this|per|for|today|until)\b[^.!?]{0,40})?(?:[.!].{0,40})?
        support (?:our (?:work|journalism|reporting)|(?:independent|quality) (?:journalism\
          |reporting))(?:[.!:].{0,80}| (?:today|now|with|by|for|from)\b[^,]{0,80})?
        become a (?:member|subscriber|supporter|patron)(?: (?:today|now|for|and)\b.{0,60})?
        donate(?: now| today)?
        (?:subscribe|buy) (?:now )?(?:from|for) (?:(?:only|just) )?[$€£]? ?\d.{0,60}
        create (?:a free |an )?account|start (?:your )?free trial
        unlimited (?:digital )?access(?: (?:to|for|from|on)\b(?:.{0,60}\b(?:our|STORIES|site\
          |website|app|journalism|devices?)\b| .{0,20}[$€£] ?\d).{0,60})?[.!]?
        thank you for (?:subscribing|signing up|registering).{0,60}
        something went wrong(?:[.,!:].{0,60}| (?:while|please)\b.{0,60})?
        unsubscribe(?: here)?(?: at any time)?\.?|you can unsubscribe at any time\..{0,80}
        to unsubscribe\b.{0,120}
        view (?:this e-?mail )?in (?:your )?browser
        manage (?:your )?(?:subscription|preferences|newsletters).{0,40}
        (?:you are receiving|you received) this (?:e-?mail|message|newsletter)\b.{0,120}
        (?:jetzt )?(?:newsletter )?abonnieren|s[’']abonner|abonnez-vous.{0,80}|suscríbete.{0,80}
    """,
    "navigation": r"""
        skip to (?:main )?(?:content|navigation|search)|home|about|menu|search|close|open|back|next
        previous|prev
        back to (?:top|home|news)
        (?:next|previous|prev|older|newer) (?:article|post|story|page)s?(?: ?[:»←→].{0,150})?
        toggle (?:navigation|menu|search)|exit mobile version
        view (?:desktop|mobile|full) (?:version|site|image)
        expand|collapse|show (?:more|less|all)|load(?:ing)? more|loading\.*|view (?:all|more)
        (?:log|sign) ?(?:in|out)|my account|contact us|about us|advertise with us|site ?map
        site index|rss(?: feed)?
        accessibility (?:help|links)|home ?(?:[>»›/|·→] ?[\w&’' -]{2,60}){1,8}.{0,200}
        you are here:? .{2,150}
        (?!.*\d.*[>»›|•·].*\d)[\w&’' ]{2,25}(?: [>»›|•·] [\w&’' ]{2,25}){2,12}
        \d+ of \d+|page \d+(?: of \d+)?
        seite \d+(?: von \d+)?
        image \d+ of \d+|enlarge(?: this)?(?: image| photo)?|(?:toggle|hide) caption
        open image modal
        (?:in|on) this (?:article|story|page):?|table of contents|jump to .{2,30}
    """,
    "page data": r"""
        (?:news|article|story|post|document|page|content|item|report) ?(?:id|no\.?|number\
          |code) ?[:#] ?[\w-]{1,20}
        (?:news ?code|short (?:link|url)|permalink) ?: ?\S{1,80}
        (?:reading time|time to read|read time|estimated reading time|word count|views?\
          |hits|reads?|visits?|lesezeit|temps de lecture) ?[:.]? ?[\d.,k]+(?: (?:min\
          (?:ute)?s?|mins?\.? read|words))?\.?
        \d+[- ]?min(?:ute)?s?\.? read|[\d.,]+k? (?:views|reads|hits)
        (?:font|text) size(?: ?[:+-].{0,20}|(?: [a+-]){1,6})?
        a ?[+-] a ?[+-]
        \{\{[^{}]{0,200}\}\}|\{%[^{}]{0,200}%\}
    """,
    "tags": r"""
        (?:tags?|keywords?|key words|filed under|tagged(?: with| as| in)?|hashtags?\
          |posted in|schlagwörter|schlagworte|mots-clés|etiquetas) ?: ?[^.!?]{1,300}
        (?:topics|categor(?:y|ies)|labels?|section) ?: ?(?!.{0,200}, .{1,60} and )[^.!?]{1,300}
        #\w+(?:[, ]+#\w+){0,30}|tags?|filed under|tagged|keywords|topics
    """,
    "copyright notice": r"""
        (?:SIGN|copyright(?= ?(?:©|\(c\)|\d{4}|by\b|:))).{0,300}
        [^.]{0,80}(?:©|\(c\)) ?\d{4}.{0,200}|[^.]{0,100}\ball rights reserved\
          (?: (?:by|to|worldwide)\b.{0,200}| ?[.,;:!|·©(–—\d-].{0,200})?
        (?:this material|this article|the content|no part of this).{0,40}may not be \
          (?:published|reproduced|copied|redistributed)\b.{0,200}
        alle rechte vorbehalten\.?|tous droits réservés\.?|todos los derechos reservados\.?
    """,
    "link": r"""
        (?:source|original|article|via|read) ?(?:link|source|article)
        original (?:article|source|post) ?(?:here|link)?|source
        view original(?: article| post)?|(?:source ?: ?)?ADDRESS(?: \d{1,3}/\d{1,3})?
        click here(?: (?:to|for) .{2,60})?
        this (?:article|story|post) (?:was )?(?:first|originally) (?:appeared\
          |published) (?:on|in|at) ADDRESS
    """,
    "photo credit": r"""
        PHOTO(?:s? ?credits?| courtesy(?: of)?| by| ©)(?: ?[:–—-])? ?[^.!?:]{2,80}\.?
        (?:PHOTO)s? ?:ANYONE ?[^.!?:]{2,60}
        (?:credits?|photographs?) ?: ?[^.!?]{2,80}
        \(?(?:ap|afp|epa|reuters)? ?(?:photo|pic|image) ?[/:|]ANYONE ?[^.!?]{2,60}\)?
        \(?[\w.’'\- ,&]{2,60}(?: ?/ ?| ?\| ?|,? via )AGENCY(?:(?: ?[/,|] ?\
          |,? via )[\w.’'\- ]{2,40}){0,3}\)?\.?
        AGENCY(?: ?[/|] ?AGENCY){1,3}
        \(?(?:getty images|shutterstock|alamy(?: stock photo)?|istock|ap photo|afp photo)\)?
        © ?[\w.’'\- ]{0,40}[/ ]?AGENCY
    """,
}

LINES = (
    (RELATED_HEADER, "related stories"),
    *((_any_of(lines), reason) for reason, lines in _BY_REASON.items()),
)
