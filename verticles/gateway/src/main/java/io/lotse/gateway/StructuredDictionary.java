package io.lotse.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a dictionary of structured fields (RFC 9651, 4.2.2) as strictly as the RFC wants it: with one mistake the whole field
 * counts for nothing. Parameters are read and left aside; an inner list is read and counts as a member without a use.
 */
final class StructuredDictionary {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~:/";

    private final String text;
    private int at;

    private StructuredDictionary(String text) {
        this.text = text;
    }

    /**
     * The members by key: {@code Long}, {@code Double}, {@code Boolean}, {@code String} for strings and tokens; null for
     * anything else.
     *
     * @param lines the field's lines
     * @throws IllegalArgumentException if this is no dictionary
     */
    static Map<String, Object> parse(List<String> lines) {
        StructuredDictionary parser = new StructuredDictionary(String.join(",", lines));
        Map<String, Object> members = new LinkedHashMap<>();
        parser.skip(" ");
        while (!parser.isAtEnd()) {
            String key = parser.key();
            Object value = parser.taken('=') ? parser.member() : Boolean.TRUE;
            parser.parameters();
            members.put(key, value);
            parser.separator();
        }
        return members;
    }

    private void separator() {
        skip(" \t");
        if (isAtEnd()) {
            return;
        }
        need(',');
        skip(" \t");
        check(!isAtEnd());
    }

    private Object member() {
        if (!taken('(')) {
            return item();
        }
        skip(" ");
        while (!taken(')')) {
            item();
            parameters();
            check(peek() == ' ' || peek() == ')');
            skip(" ");
        }
        return null;
    }

    private void parameters() {
        while (taken(';')) {
            skip(" ");
            key();
            if (taken('=')) {
                item();
            }
        }
    }

    private Object item() {
        char first = peek();
        if (first == '-' || isDigit(first)) {
            return number();
        }
        return switch (first) {
            case '"' -> string();
            case '?' -> bool();
            case ':' -> bytes();
            case '@' -> date();
            case '%' -> displayString();
            default -> token();
        };
    }

    private String key() {
        int start = at;
        check(peek() == '*' || isLower(peek()));
        while (isLower(peek()) || isDigit(peek()) || peek() != 0 && "_-.*".indexOf(peek()) >= 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private Object number() {
        int start = at;
        taken('-');
        int whole = digits();
        check(whole > 0);
        if (!taken('.')) {
            check(whole <= 15);
            return Long.parseLong(text.substring(start, at));
        }
        int fraction = digits();
        check(whole <= 12 && fraction > 0 && fraction <= 3);
        return Double.parseDouble(text.substring(start, at));
    }

    private int digits() {
        int start = at;
        while (isDigit(peek())) {
            at++;
        }
        return at - start;
    }

    private String string() {
        StringBuilder value = new StringBuilder();
        need('"');
        while (!taken('"')) {
            if (taken('\\')) {
                check(peek() == '"' || peek() == '\\');
            }
            check(peek() >= ' ' && peek() < 0x7f);
            value.append(text.charAt(at++));
        }
        return value.toString();
    }

    private Boolean bool() {
        need('?');
        check(peek() == '0' || peek() == '1');
        return text.charAt(at++) == '1';
    }

    private Object bytes() {
        need(':');
        int end = text.indexOf(':', at);
        check(end >= 0);
        Base64.getDecoder().decode(text.substring(at, end));
        at = end + 1;
        return null;
    }

    private Object date() {
        need('@');
        check(number() instanceof Long);
        return null;
    }

    private Object displayString() {
        need('%');
        need('"');
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!taken('"')) {
            check(peek() >= ' ' && peek() < 0x7f);
            bytes.write(taken('%') ? hexDigit() << 4 | hexDigit() : text.charAt(at++));
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(e);
        }
        return null;
    }

    private int hexDigit() {
        check(isDigit(peek()) || peek() >= 'a' && peek() <= 'f');
        return Character.digit(text.charAt(at++), 16);
    }

    private String token() {
        int start = at;
        check(isLetter(peek()) || peek() == '*');
        while (isLetter(peek()) || isDigit(peek()) || peek() != 0 && TOKEN_MARKS.indexOf(peek()) >= 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private boolean isAtEnd() {
        return at >= text.length();
    }

    /** The next character; 0 at the end. */
    private char peek() {
        return isAtEnd() ? 0 : text.charAt(at);
    }

    private boolean taken(char wanted) {
        if (isAtEnd() || text.charAt(at) != wanted) {
            return false;
        }
        at++;
        return true;
    }

    private void need(char wanted) {
        check(taken(wanted));
    }

    private void skip(String marks) {
        while (!isAtEnd() && marks.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void check(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("no dictionary of structured fields at character " + at);
        }
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isLetter(char c) {
        return isLower(c) || c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
