package io.lotse.gateway;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * How a client wants bodies to be coded, by RFC 9110, 12.5.3. A client that does not say is sent them as they are.
 *
 * @param gzip whether it accepts gzip, and likes nothing less than that better than the plain body
 * @param onlyCoded whether it accepts gzip, but no plain body
 */
record AcceptedCodings(boolean gzip, boolean onlyCoded) {
    private static final AcceptedCodings PLAIN = new AcceptedCodings(false, false);
    private static final int UNTOLD = -1;
    /** Weights are counted in thousandths: they have three digits. */
    private static final int WHOLE = 1_000;

    private static final Pattern WEIGHT = Pattern.compile("[qQ]=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)");

    static AcceptedCodings of(MultiMap request) {
        List<String> lines = request.getAll(HttpHeaders.ACCEPT_ENCODING);
        if (lines.isEmpty()) {
            return PLAIN;
        }
        int gzip = UNTOLD;
        int identity = UNTOLD;
        int others = UNTOLD;
        for (String line : lines) {
            for (String member : line.split(",")) {
                int weight = weight(member);
                switch (coding(member)) {
                    case "gzip", "x-gzip" -> gzip = Math.max(gzip, weight);
                    case "identity" -> identity = Math.max(identity, weight);
                    case "*" -> others = Math.max(others, weight);
                    default -> {}
                }
            }
        }
        int plain = identity == UNTOLD ? others : identity;
        int coded = gzip == UNTOLD ? others : gzip;
        return coded <= 0 ? PLAIN : new AcceptedCodings(coded >= plain, plain == 0);
    }

    private static String coding(String member) {
        int parameter = member.indexOf(';');
        return (parameter < 0 ? member : member.substring(0, parameter)).trim().toLowerCase(Locale.ROOT);
    }

    /** A weight that is none counts as if its coding were not there. */
    private static int weight(String member) {
        int parameter = member.indexOf(';');
        if (parameter < 0) {
            return WHOLE;
        }
        String weight = member.substring(parameter + 1).trim();
        if (!WEIGHT.matcher(weight).matches()) {
            return UNTOLD;
        }
        return (int) Math.round(Double.parseDouble(weight.substring(2)) * WHOLE);
    }
}
