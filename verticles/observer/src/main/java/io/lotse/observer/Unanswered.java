package io.lotse.observer;

/** No whole answer came; the finding says why. */
final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    /** @param cause null for none */
    Unanswered(Finding finding, Throwable cause) {
        super(finding.detail(), cause, false, false);
        this.finding = finding;
    }

    /** What an ask that failed found. */
    static Finding finding(Throwable e) {
        return e instanceof Unanswered known
                ? known.finding
                : Finding.failed(null, "the check itself failed: " + Foreign.quote(String.valueOf(e)));
    }
}
