package io.lotse.supervisor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Elsewhere than on Linux: a process and its descendants, as Java knows them; what went its own way is not found. */
final class JavaProcesses implements ProcessTable {
    @Override
    public Optional<Proc> identify(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(JavaProcesses::proc);
    }

    @Override
    public List<Member> members(String marks, Long group) {
        return group == null
                ? List.of()
                : ProcessHandle.of(group).stream()
                        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                        .filter(ProcessHandle::isAlive)
                        .map(process -> new Member(proc(process), process.pid() == group))
                        .toList();
    }

    private static Proc proc(ProcessHandle process) {
        return new Proc(
                process.pid(),
                process.info().startInstant().map(Instant::toString).orElse(""));
    }
}
