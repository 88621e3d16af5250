package io.lotse.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The processes of the host, as far as a supervisor has to know them. */
interface ProcessTable {
    /** The process that has this id now; empty for none, and for one that has ended and is not collected yet. */
    Optional<Proc> identify(long pid);

    /** The one that was just started; one that has ended already has an empty mark. */
    default Proc started(Process child) {
        return identify(child.pid()).orElse(new Proc(child.pid(), ""));
    }

    /**
     * Those that were started with a mark that begins so, and those of a process group.
     *
     * @param group null for none
     */
    List<Member> members(String marks, Long group);

    /**
     * A process that belongs to a service.
     *
     * @param leads whether it leads its process group
     */
    record Member(Proc process, boolean leads) {}

    /** Whether that very process runs. */
    default boolean runs(Proc process) {
        return identify(process.pid()).filter(process::equals).isPresent();
    }

    /** The one of this system: Linux tells more than others do. */
    static ProcessTable ofThisSystem() {
        Path proc = Path.of("/proc");
        return Files.isReadable(proc.resolve("self").resolve("stat")) ? new ProcFolder(proc) : new JavaProcesses();
    }
}
