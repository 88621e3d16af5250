package io.lotse.contracts.metrics;

import io.lotse.contracts.Doc;

/** How busy the process of an instance is, as the operating system sees it. */
@Doc("How busy the process of an instance is, as the operating system of its host sees it.")
public record ProcessUse(
        @Doc("The service's name") String serviceName,
        @Doc("The instance's id") String serviceId,
        @Doc(value = "The share of all the host's processors that it used lately, 0 to 1", min = 0) double cpu,
        @Doc(value = "Bytes of memory that it holds in RAM", min = 0) long memoryBytes) {}
