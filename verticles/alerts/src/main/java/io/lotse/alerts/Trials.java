package io.lotse.alerts;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.alerts.AlertChannel;
import io.lotse.contracts.alerts.AlertsContract;
import io.lotse.contracts.alerts.ChannelTrial;
import io.lotse.contracts.alerts.Notice;
import io.lotse.contracts.alerts.NoticeKind;
import io.lotse.contracts.alerts.NoticeState;
import io.lotse.contracts.alerts.TrialReport;
import io.lotse.contracts.alerts.TrialResult;

/** Sends trials: at once, beside what waits, and once. */
final class Trials {
    private final SettingsStore settings;
    private final Channels channels;
    private final Clock clock;

    Trials(SettingsStore settings, Channels channels, Clock clock) {
        this.settings = settings;
        this.channels = channels;
        this.clock = clock;
    }

    Future<?> serve(EventBus bus) {
        return AlertsContract.TRY_CHANNELS.serve(bus, this::tryThem).completion();
    }

    private Future<TrialReport> tryThem(ChannelTrial trial) {
        List<AlertChannel> wanted = settings.get().channels().stream()
                .filter(channel -> trial.channel() == null || trial.channel().equals(channel.name()))
                .toList();
        if (wanted.isEmpty() && trial.channel() != null) {
            throw new ContractException(
                    ProblemCode.UNKNOWN_CHANNEL, "no channel is called " + trial.channel() + known());
        }
        List<Future<TrialResult>> tried = wanted.stream().map(this::tryIt).toList();
        return Future.all(tried)
                .map(all -> new TrialReport(tried.stream().map(Future::result).toList()));
    }

    private Future<TrialResult> tryIt(AlertChannel definition) {
        Channel channel = channels.open(definition);
        Notice notice = new Notice(
                UUID.randomUUID().toString(),
                definition.name(),
                NoticeKind.TRIAL,
                Map.of(),
                List.of(),
                List.of(),
                0,
                clock.instant(),
                NoticeState.OWED,
                0,
                null,
                null);
        return channel.send(notice)
                .map(v -> new TrialResult(definition.name(), true, "it took the trial"))
                .otherwise(e -> new TrialResult(
                        definition.name(), false, e.getMessage() == null ? e.toString() : e.getMessage()))
                .onComplete(done -> channel.close());
    }

    private String known() {
        List<AlertChannel> all = settings.get().channels();
        return all.isEmpty()
                ? ": none is set, PUT /api/v1/alerts/config sets some"
                : ": there are " + all.stream().map(AlertChannel::name).collect(Collectors.joining(", "));
    }
}
