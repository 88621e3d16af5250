package io.lotse.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The declared routes by the segments of their paths: immutable, read without copying anything. A request may fit several
 * branches; of the routes there the one that comes first in the order of all routes is its own.
 */
final class PathTree {
    private static final Candidate[] NONE = {};

    private final SegmentMap<PathTree> children;
    private final PathTree any;
    private final Candidate[] here;
    private final Candidate[] below;

    private PathTree(Builder builder) {
        Map<String, PathTree> built = new HashMap<>();
        builder.children.forEach((segment, child) -> built.put(segment, new PathTree(child)));
        children = SegmentMap.copyOf(built);
        any = builder.any == null ? null : new PathTree(builder.any);
        here = builder.here.toArray(NONE);
        below = builder.below.toArray(NONE);
    }

    private static final class Builder {
        private final Map<String, Builder> children = new HashMap<>();
        private final List<Candidate> here = new ArrayList<>();
        private final List<Candidate> below = new ArrayList<>();
        private Builder any;

        Builder child(PathPattern.Segment segment) {
            if (segment.isNamed()) {
                any = any == null ? new Builder() : any;
                return any;
            }
            return children.computeIfAbsent(segment.text(), s -> new Builder());
        }
    }

    /** @param routes in the order in which they are tried */
    static PathTree of(List<Candidate> routes) {
        Builder root = new Builder();
        for (Candidate route : routes) {
            Builder at = root;
            for (PathPattern.Segment segment : route.path().segments()) {
                at = at.child(segment);
            }
            (route.path().open() ? at.below : at.here).add(route);
        }
        return new PathTree(root);
    }

    /** The first route that takes the request; null for none. */
    Candidate find(String target, InboundRequest request) {
        return find(target, 0, PathPattern.endOfPath(target), request, null);
    }

    private Candidate find(String path, int at, int end, InboundRequest request, Candidate best) {
        Candidate found = first(below, request, best);
        if (at >= end) {
            return first(here, request, found);
        }
        int slash = path.indexOf('/', at + 1);
        int stop = slash < 0 || slash > end ? end : slash;
        PathTree child = children.get(path, at + 1, stop);
        if (child != null) {
            found = child.find(path, stop, end, request, found);
        }
        if (any != null && stop > at + 1) {
            found = any.find(path, stop, end, request, found);
        }
        return found;
    }

    private static Candidate first(Candidate[] routes, InboundRequest request, Candidate best) {
        for (Candidate route : routes) {
            if (best != null && best.order() <= route.order()) {
                return best;
            }
            if (route.conditions().hold(request)) {
                return route;
            }
        }
        return best;
    }
}
