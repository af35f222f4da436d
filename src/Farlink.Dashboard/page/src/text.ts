// Texts of other people: topics, payloads, names. What cannot be seen is made visible, what would turn the text around is too.

const mostInList = 200;

/** C0 has its own pictures (U+2400); all else that is invisible or turns text around is told by its number. */
export function printable(text: string): string {
    // Lone surrogates are matched by \p{Cs}: with the u flag pairs are one code point.
    return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, one => {
        const code = one.codePointAt(0) ?? 0;
        if (code < 0x20) return String.fromCharCode(0x2400 + code);
        if (code === 0x7f) return '\u2421';
        return `\\u{${code.toString(16)}}`;
    });
}

/** As above; a tab and a new line of a payload keep their effect beside their picture. */
export function printableLines(text: string): string {
    return text.split('\n').map((line, index, all) => printable(line) + (index < all.length - 1 ? '\u240a' : '')).join('\n');
}

/** For a row: a topic may have 65,535 octets. */
export function short(text: string, most = mostInList): string {
    const clean = printable(text.length > most ? text.slice(0, most) : text);
    return text.length > most ? `${clean}…` : clean;
}

/** Hex in pairs; `most` is in octets. */
export function hexPairs(hex: string, most = Infinity): string {
    const pairs = hex.slice(0, most * 2).match(/../g) ?? [];
    return pairs.join(' ') + (hex.length > most * 2 ? ' …' : '');
}

/** Sixteen octets a line, with their place and what they are as ASCII. */
export function hexDump(hex: string): string {
    const lines: string[] = [];
    for (let at = 0; at < hex.length; at += 32) {
        const part = hex.slice(at, at + 32);
        const pairs = part.match(/../g) ?? [];
        const letters = pairs.map(pair => {
            const code = parseInt(pair, 16);
            return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '.';
        });
        lines.push(`${(at / 2).toString(16).padStart(4, '0')}  ${pairs.join(' ').padEnd(47)}  ${letters.join('')}`);
    }

    return lines.join('\n');
}

/** Whether a topic is meant by a search: an MQTT filter if it has a wildcard, else a part of the topic. */
export function topicMatches(topic: string, search: string): boolean {
    if (search === '') return true;
    if (!/[+#]/.test(search)) return topic.toLowerCase().includes(search.toLowerCase());
    const filter = search.split('/');
    const levels = topic.split('/');
    for (let at = 0; at < filter.length; at++) {
        if (filter[at] === '#') return true;
        if (at >= levels.length) return false;
        if (filter[at] !== '+' && filter[at] !== levels[at]) return false;
    }

    return filter.length === levels.length;
}
