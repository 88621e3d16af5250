package io.lotse.registry;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.FieldError;
import io.lotse.contracts.registry.Registration;
import io.lotse.contracts.registry.RegistrationBatch;

/**
 * What is registered together, all or none: a single registration, or a batch.
 *
 * @param registrations complete, in the order in which they are answered
 * @param batch whether a failure must say which of them it is about
 */
record RegistrationOrder(List<Registration> registrations, boolean batch) {
    static RegistrationOrder single(Registration registration) {
        return new RegistrationOrder(List.of(registration), false);
    }

    static RegistrationOrder batch(List<Registration> registrations) {
        return new RegistrationOrder(registrations, true);
    }

    /** @throws ContractException that names the first registration with a mistake */
    void check() {
        if (registrations.isEmpty() || registrations.size() > RegistrationBatch.MAX_SIZE) {
            throw ContractException.invalid(
                    "registrations", "has " + registrations.size() + " items: give 1 to " + RegistrationBatch.MAX_SIZE);
        }
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < registrations.size(); i++) {
            try {
                RegistrationCheck.check(registrations.get(i));
            } catch (ContractException e) {
                throw about(i, e);
            }
            String id = registrations.get(i).serviceId();
            if (id != null && !ids.add(id)) {
                throw about(i, ContractException.invalid("service_id", "'" + id + "' stands in the batch twice"));
            }
        }
    }

    /** The ids that the registrations bring. */
    Set<String> givenIds() {
        return registrations.stream()
                .map(Registration::serviceId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** The ids of others that are needed. */
    Set<String> neededFromOthers() {
        Set<String> needed = registrations.stream()
                .flatMap(r -> r.dependencies().stream())
                .collect(Collectors.toCollection(HashSet::new));
        needed.removeAll(givenIds());
        return needed;
    }

    /** What the registration of this id needs; empty if there is none here. */
    Optional<List<String>> needsOf(String id) {
        return registrations.stream()
                .filter(r -> id.equals(r.serviceId()))
                .map(Registration::dependencies)
                .findFirst();
    }

    /** The failure of one of the registrations, as it is told for the whole. */
    Throwable about(int index, Throwable failure) {
        return failure instanceof ContractException e ? about(index, e) : failure;
    }

    ContractException about(int index, ContractException e) {
        if (!batch) {
            return e;
        }
        String item = "registrations[" + index + "]";
        List<FieldError> errors = e.errors().stream()
                .map(error -> new FieldError(item + "." + error.field(), error.message()))
                .toList();
        return new ContractException(
                e.code(),
                item + " (service " + registrations.get(index).serviceName() + "): " + e.getMessage()
                        + "; nothing was registered",
                errors.isEmpty() ? List.of(new FieldError(item, e.getMessage())) : errors);
    }
}
