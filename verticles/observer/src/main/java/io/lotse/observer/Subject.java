package io.lotse.observer;

/**
 * Whose figures they are.
 *
 * @param name the service's name, the instance's id, the node's name, or a service's name and behind a space its path
 */
record Subject(Kind kind, String name) {
    enum Kind {
        SERVICE,
        INSTANCE,
        NODE,
        /** A request path of a service. */
        PATH
    }

    static Subject service(String name) {
        return new Subject(Kind.SERVICE, name);
    }

    static Subject instance(String id) {
        return new Subject(Kind.INSTANCE, id);
    }

    static Subject path(String service, String path) {
        return new Subject(Kind.PATH, service + " " + path);
    }

    /** The service of a path. */
    String serviceOfPath() {
        return name.substring(0, name.indexOf(' '));
    }

    /** The path without its service. */
    String path() {
        return name.substring(name.indexOf(' ') + 1);
    }

    static Subject node(String name) {
        return new Subject(Kind.NODE, name);
    }
}
