package io.lotse.gateway;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import io.vertx.core.MultiMap;

/**
 * Shares a route's requests among its targets: those with a target's headers go there, the others by weight. A target
 * without an instance gets none while another has one.
 */
final class Split {
    private final List<Share> shares;
    private final int total;

    /**
     * One target.
     *
     * @param weight its share, in proportion to the others'
     * @param headers what sends a request here whatever the weights say; empty for nothing
     */
    record Share(Target target, int weight, List<Map.Entry<String, String>> headers) {}

    Split(List<Share> shares) {
        this.shares = List.copyOf(shares);
        this.total = shares.stream().mapToInt(Share::weight).sum();
    }

    static Split to(Target only) {
        return new Split(List.of(new Share(only, 1, List.of())));
    }

    List<Share> shares() {
        return shares;
    }

    Target pick(InboundRequest request) {
        if (shares.size() == 1) {
            return shares.get(0).target();
        }
        Target picked = byHeader(request);
        picked = picked == null ? byWeight() : picked;
        return picked.pool().isEmpty(request.isSentOn()) ? anyBut(picked, request) : picked;
    }

    /** Names those among whom the request's target is picked: requests of different groups get different answers. */
    String group(InboundRequest request) {
        Target only = byHeader(request);
        String environment = shares.get(0).target().environment();
        if (only == null) {
            return environment;
        }
        for (int i = 0; i < shares.size(); i++) {
            if (shares.get(i).target() == only) {
                return environment + '\n' + i;
            }
        }
        return environment;
    }

    private Target byHeader(InboundRequest request) {
        MultiMap headers = request.request().headers();
        for (Share share : shares) {
            if (!share.headers().isEmpty() && RequestConditions.hold(share.headers(), headers)) {
                return share.target();
            }
        }
        return null;
    }

    private Target byWeight() {
        int left = ThreadLocalRandom.current().nextInt(Math.max(1, total));
        for (Share share : shares) {
            left -= share.weight();
            if (left < 0) {
                return share.target();
            }
        }
        return shares.get(0).target();
    }

    private Target anyBut(Target empty, InboundRequest request) {
        for (Share share : shares) {
            if (!share.target().pool().isEmpty(request.isSentOn())) {
                return share.target();
            }
        }
        return empty;
    }
}
