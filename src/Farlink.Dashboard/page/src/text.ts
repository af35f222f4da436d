// Texts of other people: topics, payloads, names. What cannot be seen is made visible, what would turn the text around is too.

const mostInList = 200;

// Control, format, private and unassigned marks, separators of lines; a surrogate that is matched alone stands alone.
const hazards = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu;

/** As the program's own logs do it: `\x1B`, `\u202E`. A backslash is doubled, so that nobody can write such an escape. */
export function printable(text: string): string {
    return text.replaceAll('\\', '\\\\').replace(hazards, escape);
}

/** For payloads, beside which their octets are shown: lines stay lines, and a backslash is what it is. */
export function printableLines(text: string): string {
    return text.split('\n').map(line => line.replace(hazards, escape)).join('\u21b5\n');
}

function escape(one: string): string {
    const code = one.codePointAt(0) ?? 0;
    const hex = code.toString(16).toUpperCase();
    if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
    return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
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
