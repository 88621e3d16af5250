package io.lotse.supervisor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.ProblemCode;
import io.lotse.contracts.host.OwnerProcess;
import io.lotse.contracts.ports.Protocol;
import io.lotse.contracts.registry.HeartbeatReply;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceChange;
import io.lotse.contracts.registry.InstanceProcesses;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistryContract;
import io.lotse.testfaults.FreePorts;

/** The registry's side of the bus: a room does not see the real one, the whole-system test has it. */
final class StandInRegistry {
    final Map<String, Instance> instances = new ConcurrentHashMap<>();
    final Set<String> beating = ConcurrentHashMap.newKeySet();
    private final Map<String, Instance> byKey = new ConcurrentHashMap<>();

    void serve(EventBus bus) {
        RegistryContract.REGISTER.serve(bus, this::register);
        RegistryContract.HEARTBEAT.serve(bus, beat -> {
            if (!instances.containsKey(beat.serviceId())) {
                return Future.failedFuture(new ContractException(ProblemCode.UNKNOWN_INSTANCE, "unknown"));
            }
            beating.add(beat.serviceId());
            return Future.succeededFuture(new HeartbeatReply(beat.serviceId(), Duration.ofSeconds(1)));
        });
        RegistryContract.DEREGISTER.serve(bus, gone -> {
            Instance instance = instances.remove(gone.serviceId());
            return instance == null
                    ? Future.failedFuture(new ContractException(ProblemCode.UNKNOWN_INSTANCE, "unknown"))
                    : Future.succeededFuture(new InstanceChange(
                            instance, "deregistered", Clock.systemUTC().instant()));
        });
        RegistryContract.REPORT_PROCESSES.serve(
                bus,
                report -> Future.succeededFuture(new InstanceProcesses(
                        report.serviceId(),
                        report.pids().stream()
                                .map(pid -> new OwnerProcess(pid, Instant.EPOCH, ""))
                                .toList(),
                        Instant.EPOCH)));
    }

    private Future<Instance> register(Registration asked) {
        if (!instances.keySet().containsAll(asked.dependencies())) {
            return Future.failedFuture(new ContractException(ProblemCode.UNKNOWN_DEPENDENCY, "not registered"));
        }
        Integer fixed =
                asked.portRange() != null ? Integer.valueOf(asked.portRange().first()) : asked.port();
        if (fixed != null && instances.values().stream().anyMatch(i -> i.port() == fixed)) {
            return Future.failedFuture(
                    new ContractException(ProblemCode.PORT_TAKEN, "port " + fixed + " is held by another"));
        }
        if (asked.idempotencyKey() != null && byKey.containsKey(asked.idempotencyKey())) {
            return Future.succeededFuture(byKey.get(asked.idempotencyKey()));
        }
        String id = asked.serviceId() != null ? asked.serviceId() : asked.serviceName() + "-" + byKey.size();
        int port = fixed != null ? fixed : asked.preferredPort() != null ? asked.preferredPort() : FreePorts.next();
        Instance instance = new Instance(
                id,
                asked.serviceName(),
                null,
                "127.0.0.1",
                port,
                "harbour",
                Protocol.TCP,
                asked.status(),
                null,
                null,
                null,
                null,
                "development",
                asked.dependencies(),
                asked.healthPath(),
                asked.metadata(),
                Clock.systemUTC().instant(),
                true,
                1,
                0,
                null);
        instances.put(id, instance);
        if (asked.idempotencyKey() != null) {
            byKey.put(asked.idempotencyKey(), instance);
        }
        return Future.succeededFuture(instance);
    }
}
