package io.lotse.ledger;

import java.net.ConnectException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import io.vertx.pgclient.PgException;

/** What it means that PostgreSQL, or the way to it, failed. */
final class PgFaults {
    static final String READ_ONLY = "25006";
    static final String NO_PRIVILEGE = "42501";

    /** Data, limits, and what breaks a constraint: the same statement would fail again. */
    private static final Set<String> OF_THE_COMMAND = Set.of("22", "23", "54");

    private PgFaults() {}

    /** Whether the database refused what was asked, as against not having been able to do it now. */
    static boolean isOfTheCommand(Throwable e) {
        return e instanceof PgException refused
                && refused.getSqlState() != null
                && OF_THE_COMMAND.contains(refused.getSqlState().substring(0, 2));
    }

    static boolean isAnswer(Throwable e) {
        return e instanceof PgException;
    }

    static boolean has(Throwable e, String sqlState) {
        return e instanceof PgException refused && sqlState.equals(refused.getSqlState());
    }

    /** What failed, for people. */
    static String reason(Throwable e) {
        if (has(e, READ_ONLY)) {
            return "it is a standby, or set to read only: give the address of the primary";
        }
        if (e instanceof PgException refused) {
            return "it answered: " + refused.getErrorMessage() + " (" + refused.getSqlState() + ")";
        }
        if (e instanceof TimeoutException) {
            return "it does not answer in time";
        }
        if (e instanceof ConnectException && String.valueOf(e.getMessage()).contains("refused")) {
            // native transports say so at length
            return "connection refused";
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
