package io.lotse.contracts.registry;

import io.lotse.contracts.Doc;
import io.lotse.contracts.PageLimit;

/** Asks for instances. */
@Doc("Asks for instances, by id, page by page; what is absent does not filter.")
public record ServiceQuery(
        @Doc("The service's name; absent for all") String name,
        @Doc("The service's type; absent for all") String type,
        @Doc("active, inactive or restarting; absent for all") InstanceStatus status,
        @Doc("The environment; absent for all") String environment,
        @Doc("Where the page begins, the last page's next; absent for the first") String cursor,
        @Doc(value = "The largest number of instances, 1 to 1000; absent for 100", min = 1, max = PageLimit.MAX)
                Integer limit) {
    public ServiceQuery {
        limit = PageLimit.of(limit);
    }
}
