package io.lotse.docker;

/**
 * A version of the engine's API.
 *
 * @param minor what stands behind {@code 1.}
 */
record ApiVersion(int minor) {
    /** From here on lists have all that is read of them. */
    private static final ApiVersion OLDEST = new ApiVersion(24);
    /** What this was written for. */
    private static final ApiVersion OWN = new ApiVersion(43);

    /**
     * The own version, if the engine has it; else the nearest that it has: what is asked has been the same for long.
     *
     * @param newest what the engine says; null or nonsense if it is none
     * @param oldest what the engine says; null if it does not
     * @throws EngineException if the engine is none, or too old
     */
    static ApiVersion negotiated(String newest, String oldest) {
        ApiVersion last = read(newest);
        if (last == null) {
            throw new EngineException("it is no Docker engine: it says that its API is " + newest);
        }
        if (last.minor() < OLDEST.minor()) {
            throw new EngineException("the engine's API is " + last + ": Lotse needs " + OLDEST + " or newer");
        }
        ApiVersion first = read(oldest);
        int wished = first == null ? OWN.minor() : Math.max(OWN.minor(), first.minor());
        return new ApiVersion(Math.min(wished, last.minor()));
    }

    private static ApiVersion read(String text) {
        return text != null && text.matches("1\\.[0-9]{1,4}")
                ? new ApiVersion(Integer.parseInt(text.substring(2)))
                : null;
    }

    /** What paths begin with. */
    String path() {
        return "/v" + this;
    }

    @Override
    public String toString() {
        return "1." + minor;
    }
}
