package io.lotse.gateway;

/**
 * The form of a path in which routes are matched, so that no other spelling of it slips past a route's rules: dot segments
 * are gone and characters that need no encoding are plain (RFC 3986, 6.2.2). Most paths are in this form already.
 */
final class NormalPath {
    private NormalPath() {}

    /** The target with its path in normal form; the query stays as it is. */
    static String of(String target) {
        if (target.indexOf('%') < 0 && target.indexOf("/.") < 0) {
            return target;
        }
        int end = PathPattern.endOfPath(target);
        String path = decoded(target.substring(0, end));
        return (path.contains("/.") ? withoutDots(path) : path) + target.substring(end);
    }

    private static String decoded(String path) {
        StringBuilder plain = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            int code = c == '%' && i + 2 < path.length() ? code(path, i) : -1;
            if (code >= 0 && isUnreserved((char) code)) {
                plain.append((char) code);
                i += 2;
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static int code(String path, int at) {
        int high = Character.digit(path.charAt(at + 1), 16);
        int low = Character.digit(path.charAt(at + 2), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    private static boolean isUnreserved(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._~".indexOf(c) >= 0;
    }

    /** RFC 3986, 5.2.4. */
    private static String withoutDots(String path) {
        StringBuilder out = new StringBuilder(path.length());
        int at = 0;
        while (at < path.length()) {
            int slash = path.indexOf('/', at + 1);
            int end = slash < 0 ? path.length() : slash;
            String segment = path.substring(at + 1, end);
            boolean isLast = slash < 0;
            if (segment.equals("..")) {
                out.setLength(Math.max(0, out.lastIndexOf("/")));
            } else if (!segment.equals(".")) {
                out.append('/').append(segment);
            }
            if (isLast && (segment.equals(".") || segment.equals(".."))) {
                out.append('/');
            }
            at = end;
        }
        return out.length() == 0 ? "/" : out.toString();
    }
}
