package io.lotse.registry;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import io.vertx.core.Future;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.environments.EnvironmentKind;
import io.lotse.contracts.host.OwnerProcess;
import io.lotse.contracts.ledger.Claim;
import io.lotse.contracts.ledger.Condition;
import io.lotse.contracts.ledger.Entry;
import io.lotse.contracts.ledger.LedgerKeys;
import io.lotse.contracts.ledger.Mutation;
import io.lotse.contracts.ports.Allocation;
import io.lotse.contracts.ports.Reassignment;
import io.lotse.contracts.registry.Instance;
import io.lotse.contracts.registry.InstanceProcesses;
import io.lotse.contracts.registry.InstanceStatus;
import io.lotse.contracts.registry.MockMetadata;
import io.lotse.contracts.registry.Offer;
import io.lotse.contracts.registry.RegisteredInstance;
import io.lotse.contracts.registry.Registration;
import io.lotse.meshview.MeshSnapshot;
import io.lotse.meshview.MeshView;
import io.lotse.meshview.Placement;

/** Works out what the ledger must be asked to make for a registration. */
final class Planner {
    /** As many ports as for the third try of a registration: others may take some before they are bound. */
    private static final int OFFER_ROUND = 2;

    private final RegistryConfig config;
    private final MeshView view;
    private final PortFinder ports;
    private final Clock clock;

    Planner(RegistryConfig config, MeshView view, PortFinder ports, Clock clock) {
        this.config = config;
        this.view = view;
        this.ports = ports;
        this.clock = clock;
    }

    /** Who listens at the ports that registrations bring, for one try to make them. */
    OwnPorts broughtBy(RegistrationOrder order) {
        return ports.broughtBy(order.registrations());
    }

    /**
     * Finds ports and plans.
     *
     * @param order what it is registered together with
     * @param own who listens at the ports that these bring
     * @param round how often rivals were faster
     * @return fails as {@link PortFinder#find} and {@link Dependencies#check}
     */
    Future<Plan> plan(Registration asked, RegistrationOrder order, OwnPorts own, int round) {
        MeshSnapshot snapshot = view.snapshot();
        EnvironmentGate.open(asked.environment(), snapshot);
        refuseMockInProduction(asked, snapshot);
        String ip = address(asked, snapshot);
        Placement place = Placement.of(ip, asked.environment(), asked.protocol(), config.host(), snapshot);
        RegisteredInstance instance = instance(asked, ip, place);
        Function<String, List<String>> needsOf = id -> order.needsOf(id)
                .orElseGet(
                        () -> snapshot.instance(id).map(Instance::dependencies).orElse(null));
        Dependencies.check(instance.serviceId(), instance.dependencies(), needsOf);
        return ports.find(asked, place, own, round)
                .map(found -> planned(instance, asked, order.givenIds(), place, found, snapshot));
    }

    /**
     * Tells which ports an instance could have; nothing is held by asking.
     *
     * @return fails as {@link PortFinder#find}
     */
    Future<Offer> offer(Registration asked) {
        Registration complete = Registrations.complete(asked, config.defaultEnvironment());
        RegistrationCheck.check(complete);
        MeshSnapshot snapshot = view.snapshot();
        refuseMockInProduction(complete, snapshot);
        String ip = address(complete, snapshot);
        Placement place = Placement.of(ip, complete.environment(), complete.protocol(), config.host(), snapshot);
        return ports.find(complete, place, OFFER_ROUND).map(found -> {
            found.done().run();
            return new Offer(place.host(), ip, found.ports());
        });
    }

    /** Made-up answers must not reach those who take them for real ones. */
    private static void refuseMockInProduction(Registration asked, MeshSnapshot snapshot) {
        if (MockMetadata.isMock(asked.metadata())
                && snapshot.knownEnvironment(asked.environment()).kind() == EnvironmentKind.PRODUCTION) {
            throw ContractException.invalid(
                    "metadata." + MockMetadata.MOCK,
                    "environment " + asked.environment()
                            + " is one of production, where no mock may stand in for a service: give one of development"
                            + " or test");
        }
    }

    private static String address(Registration asked, MeshSnapshot snapshot) {
        return asked.ipAddress() != null
                ? asked.ipAddress()
                : snapshot.config(asked.environment()).config().serviceIpBase();
    }

    private Plan planned(
            RegisteredInstance instance,
            Registration asked,
            Set<String> together,
            Placement place,
            PortFinder.Found found,
            MeshSnapshot snapshot) {
        String key = LedgerKeys.instance(instance.serviceId());
        List<Condition> conditions = new ArrayList<>();
        conditions.add(Condition.absent(key));
        instance.dependencies().stream()
                .filter(id -> !together.contains(id))
                .forEach(id -> conditions.add(Condition.present(LedgerKeys.instance(id))));
        conditions.addAll(place.conditions());
        conditions.addAll(EnvironmentGate.open(instance.environment(), snapshot).conditions());
        List<Mutation> mutations = new ArrayList<>();
        mutations.add(Mutation.put(key, instance));
        mutations.add(processes(instance, found.owners()));
        Allocation allocation = new Allocation(
                place.space(),
                instance.protocol(),
                null,
                instance.serviceId(),
                instance.registeredAt(),
                found.verified());
        Claim claim = claim(place, instance, found.ports(), allocation);
        if (found.mayBeMoved() == null) {
            return new Plan(
                    instance,
                    allocation,
                    claim,
                    conditions,
                    mutations,
                    Optional.empty(),
                    Optional.empty(),
                    found.done());
        }
        Reassignment request = request(instance, asked, place, found.mayBeMoved(), snapshot);
        String requestKey = LedgerKeys.reassignment(request.space(), request.protocol(), request.port());
        String heldKey = LedgerKeys.allocation(request.space(), request.protocol(), request.port());
        conditions.add(unchanged(heldKey, snapshot));
        conditions.add(unchanged(requestKey, snapshot));
        mutations.add(Mutation.put(requestKey, request));
        return new Plan(
                instance,
                allocation,
                claim,
                conditions,
                mutations,
                Optional.of(request),
                snapshot.reassignment(request.space(), request.protocol(), request.port()),
                found.done());
    }

    /** Who listens there already owns it; a new instance never has its predecessor's owners. */
    private static Mutation processes(RegisteredInstance instance, List<OwnerProcess> owners) {
        String key = LedgerKeys.process(instance.serviceId());
        return owners.isEmpty()
                ? Mutation.delete(key)
                : Mutation.put(key, new InstanceProcesses(instance.serviceId(), owners, instance.registeredAt()));
    }

    /** Any of the ports, in the order of preference, each with its rivals. */
    static Claim claim(Placement place, RegisteredInstance instance, List<Integer> ports, Allocation allocation) {
        List<String> keys = ports.stream()
                .map(port -> LedgerKeys.allocation(place.space(), instance.protocol(), port))
                .toList();
        List<List<String>> rivals = ports.stream()
                .map(port -> place.rivals().stream()
                        .map(space -> LedgerKeys.allocation(space, instance.protocol(), port))
                        .toList())
                .toList();
        Claim claim = Claim.first(keys, allocation);
        return new Claim(claim.candidates(), claim.value(), rivals);
    }

    private Reassignment request(
            RegisteredInstance instance, Registration asked, Placement place, String holder, MeshSnapshot snapshot) {
        Instant now = clock.instant();
        int holderPriority = snapshot.instance(holder).map(Instance::priority).orElse(0);
        return new Reassignment(
                place.space(),
                instance.protocol(),
                asked.preferredPort(),
                instance.serviceId(),
                instance.priority(),
                holder,
                holderPriority,
                now,
                now.plus(snapshot.config(instance.environment()).config().reassignmentTimeout()),
                null);
    }

    private static Condition unchanged(String key, MeshSnapshot snapshot) {
        return Condition.unchanged(
                key, snapshot.entry(key).map(Entry::modRevision).orElse(0L));
    }

    private RegisteredInstance instance(Registration r, String ip, Placement place) {
        String id = r.serviceId() != null
                ? r.serviceId()
                : r.serviceName() + "-" + UUID.randomUUID().toString().substring(0, 8);
        return new RegisteredInstance(
                id,
                r.serviceName(),
                r.serviceType(),
                ip,
                place.host(),
                r.protocol(),
                r.status() == null ? InstanceStatus.ACTIVE : r.status(),
                r.preferredPort(),
                r.portRange(),
                r.restartScript(),
                r.environment(),
                r.dependencies(),
                r.healthPath(),
                r.metadata(),
                clock.instant(),
                false,
                r.priority());
    }
}
