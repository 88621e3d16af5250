package io.lotse.contracts.supervision;

import java.time.Instant;

import io.lotse.contracts.Doc;

/** A service that a node keeps running, as it is now. */
@Doc("A service that a node keeps running, as it is now.")
public record SupervisedService(
        @Doc("The name of the node that supervises it") String node,
        @Doc("The host it runs on") String host,
        @Doc("The name of its set") String set,
        @Doc("The service's name, unique in its set") String service,
        @Doc("stopped, waiting, starting, ready, restarting, stopping, completed or failed") SupervisedState state,
        @Doc("Since when it is in that state") Instant since,
        @Doc("Why, for people; absent where there is nothing to say") String detail,
        @Doc(value = "Its process; absent while none runs", min = 1) Long pid,
        @Doc("Its instance in the registry; absent for one without a port, and before it was given one")
                String serviceId,
        @Doc("The address it listens at; absent for one without a port, and before it was given one") String ipAddress,
        @Doc(
                        value = "The port it was given; absent for one without a port, and before it was given one",
                        min = 1,
                        max = 65_535)
                Integer port,
        @Doc(value = "How often it was started again since it was brought up", min = 0) int restarts,
        @Doc("What its process ended with last: a signal is 128 and its number; absent if none has, or nobody saw")
                Integer exitCode) {}
