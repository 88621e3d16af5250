package io.lotse.observer;

/**
 * Whose figures they are.
 *
 * @param name the service's name, the instance's id or the node's name
 */
record Subject(Kind kind, String name) {
    enum Kind {
        SERVICE,
        INSTANCE,
        NODE
    }

    static Subject service(String name) {
        return new Subject(Kind.SERVICE, name);
    }

    static Subject instance(String id) {
        return new Subject(Kind.INSTANCE, id);
    }

    static Subject node(String name) {
        return new Subject(Kind.NODE, name);
    }
}
