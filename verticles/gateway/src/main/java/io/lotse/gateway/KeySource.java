package io.lotse.gateway;

import io.vertx.core.Future;

/** Where the keys of an issuer come from. */
interface KeySource {
    /** The keys that are known now; the same object for as long as they are the same; null if there are none. */
    VerificationKeys keys();

    /**
     * Looks whether the issuer has other keys by now, unless that was done a moment ago.
     *
     * @return ready when {@link #keys()} is as new as it will be for now; never fails
     */
    Future<Void> renew();

    /** Keys that were given once. */
    static KeySource of(VerificationKeys keys) {
        return new KeySource() {
            @Override
            public VerificationKeys keys() {
                return keys;
            }

            @Override
            public Future<Void> renew() {
                return Future.succeededFuture();
            }
        };
    }
}
