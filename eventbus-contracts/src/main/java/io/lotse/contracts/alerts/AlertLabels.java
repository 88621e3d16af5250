package io.lotse.contracts.alerts;

/** The labels that Lotse itself gives to alerts. */
public final class AlertLabels {
    /** What people call it, such as InstanceDown. */
    public static final String ALERTNAME = "alertname";
    /** An {@link AlertSeverity}. */
    public static final String SEVERITY = "severity";
    /** An {@link AlertKind}. */
    public static final String KIND = "kind";

    public static final String SERVICE = "service";
    public static final String INSTANCE = "instance";
    public static final String ENVIRONMENT = "environment";
    /** The host that an instance or a node runs on. */
    public static final String HOST = "host";
    /** The node that it is about, or that sees it so. */
    public static final String NODE = "node";
    /** The figure that is beyond its threshold. */
    public static final String METRIC = "metric";
    /** The request path whose figure that is. */
    public static final String PATH = "path";
    /** A kind of verdict. */
    public static final String VERDICT = "verdict";
    /** What a node does not reach. */
    public static final String TARGET = "target";
    /** The state of a network. */
    public static final String STATE = "state";
    /** The outage of the network that it belongs to. */
    public static final String OUTAGE = "outage";
    /** What an external alert has to say in a sentence. */
    public static final String SUMMARY = "summary";
    /** What an external alert has to say at length. */
    public static final String DESCRIPTION = "description";

    private AlertLabels() {}
}
