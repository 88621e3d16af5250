package io.lotse.contracts.gateway;

import java.time.Duration;

import io.lotse.contracts.Doc;

/** When an instance gets no more requests until a trial succeeds. */
@Doc(
        "When an instance gets no more requests until a trial succeeds: its circuit opens, is half open for a trial, and closes"
                + " again.")
public record CircuitBreaking(
        @Doc(value = "It opens after so many failures within the window; absent for 5", min = 1, max = 1_000)
                Integer failures,
        @Doc("The window; absent for 10") Duration window,
        @Doc("For how long it stays open before a trial; absent for 5") Duration open) {}
