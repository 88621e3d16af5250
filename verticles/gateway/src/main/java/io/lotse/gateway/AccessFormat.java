package io.lotse.gateway;

/** How a line of the access log is written. Whatever a client sends stays within its field and its line. */
interface AccessFormat {
    /** One line, without its end. */
    String line(AccessEntry entry);

    static AccessFormat of(GatewayConfig.AccessLog rule) {
        return rule.combined() ? new CombinedFormat(rule.query()) : new JsonFormat(rule.query());
    }

    /** The path, and the query where it is wanted. */
    static String shown(String target, boolean withQuery) {
        int query = withQuery ? -1 : target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}
