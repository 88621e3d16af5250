package io.lotse.contracts.alerts;

import java.time.Duration;
import java.util.Set;

import io.lotse.contracts.Empty;
import io.lotse.contracts.EventType;
import io.lotse.contracts.Operation;
import io.lotse.contracts.ProblemCode;

/** What the alerts room can be asked, and what it tells. Any node answers from the ledger; one tells people, by duty. */
public final class AlertsContract {
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(8);
    /** Each channel is given its own time. */
    private static final Duration TRIAL_TIMEOUT = Duration.ofSeconds(60);

    public static final Operation<AlertQuery, AlertPage> ALERTS = new Operation<>(
            "lotse.alerts.list.v1",
            AlertQuery.class,
            AlertPage.class,
            "Lists alerts, the newest first",
            READ_TIMEOUT,
            Set.of());

    public static final Operation<AlertLookup, AlertDetail> ALERT = new Operation<>(
            "lotse.alerts.read.v1",
            AlertLookup.class,
            AlertDetail.class,
            "Reads an alert with what happened to it and who was told",
            READ_TIMEOUT,
            Set.of(ProblemCode.UNKNOWN_ALERT));

    public static final Operation<AlertAcknowledging, Alert> ACKNOWLEDGE = new Operation<>(
            "lotse.alerts.acknowledge.v1",
            AlertAcknowledging.class,
            Alert.class,
            "Notes that somebody looks after an alert: no reminders, no escalation",
            WRITE_TIMEOUT,
            Set.of(ProblemCode.UNKNOWN_ALERT, ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<Empty, SilenceList> SILENCES = new Operation<>(
            "lotse.alerts.silences.v1",
            Empty.class,
            SilenceList.class,
            "Lists the silences that are not over",
            READ_TIMEOUT,
            Set.of());

    public static final Operation<SilenceRequest, Silence> PUT_SILENCE = new Operation<>(
            "lotse.alerts.put-silence.v1",
            SilenceRequest.class,
            Silence.class,
            "Makes a silence or changes one; answered when the ledger has it",
            WRITE_TIMEOUT,
            Set.of(ProblemCode.UNKNOWN_SILENCE, ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<SilenceRemoval, Silence> REMOVE_SILENCE = new Operation<>(
            "lotse.alerts.remove-silence.v1",
            SilenceRemoval.class,
            Silence.class,
            "Ends a silence, and tells what it was",
            WRITE_TIMEOUT,
            Set.of(ProblemCode.UNKNOWN_SILENCE, ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<Empty, AlertSettingsReply> SETTINGS = new Operation<>(
            "lotse.alerts.settings.v1",
            Empty.class,
            AlertSettingsReply.class,
            "Tells what becomes an alert and who is told",
            READ_TIMEOUT,
            Set.of());

    public static final Operation<AlertSettingsChange, AlertSettingsReply> CHANGE_SETTINGS = new Operation<>(
            "lotse.alerts.change-settings.v1",
            AlertSettingsChange.class,
            AlertSettingsReply.class,
            "Puts the settings into the ledger as a whole; fails with each mistake",
            WRITE_TIMEOUT,
            Set.of(ProblemCode.CONFLICT, ProblemCode.LEDGER_UNAVAILABLE));

    public static final Operation<ChannelTrial, TrialReport> TRY_CHANNELS = new Operation<>(
            "lotse.alerts.try-channels.v1",
            ChannelTrial.class,
            TrialReport.class,
            "Sends a trial to channels, and tells what came of it",
            TRIAL_TIMEOUT,
            Set.of(ProblemCode.UNKNOWN_CHANNEL));

    public static final EventType<Alert> ALERT_RAISED = new EventType<>(
            "AlertRaised",
            "lotse.alerts.alert-raised.v1",
            Alert.class,
            EventType.Reach.MESH,
            "Something is wrong; told by the node that raises alerts for all");

    public static final EventType<Alert> ALERT_RESOLVED = new EventType<>(
            "AlertResolved",
            "lotse.alerts.alert-resolved.v1",
            Alert.class,
            EventType.Reach.MESH,
            "What was wrong is so no more; told by the node that raises alerts for all");

    public static final EventType<Alert> ALERT_ACKNOWLEDGED = new EventType<>(
            "AlertAcknowledged",
            "lotse.alerts.alert-acknowledged.v1",
            Alert.class,
            EventType.Reach.MESH,
            "Somebody looks after an alert");

    public static final EventType<ExternalAlerts> ALERTS_POSTED = new EventType<>(
            "AlertsPosted",
            "lotse.alerts.alerts-posted.v1",
            ExternalAlerts.class,
            EventType.Reach.MESH,
            "Another program told of alerts, at some node");

    private AlertsContract() {}
}
