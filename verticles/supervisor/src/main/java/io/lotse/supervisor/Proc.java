package io.lotse.supervisor;

/**
 * A process, told apart from any other that had or will have its id.
 *
 * @param mark on Linux the system's boot and the process's start in clock ticks after it, elsewhere its start
 */
record Proc(long pid, String mark) {}
