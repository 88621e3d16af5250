package io.lotse.gateway;

import java.nio.charset.StandardCharsets;

/** Text of somebody else's as a member of a header's list: what could be read in another way is percent-encoded. */
final class FieldText {
    private static final String HEX = "0123456789ABCDEF";

    private FieldText() {}

    static String of(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b > ' ' && b < 0x7f && b != '%' && b != ',' && b != '"' && b != '\\';
            if (plain) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
            }
        }
        return encoded.toString();
    }
}
