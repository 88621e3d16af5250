package io.lotse.contracts.host;

import io.lotse.contracts.ContractException;
import io.lotse.contracts.Doc;

/** Asks how busy a process is. */
@Doc("Asks how busy a process of a host is.")
public record ProcessQuery(@Doc(value = "The process id, 1 or more", min = 1) long pid) {
    public ProcessQuery {
        if (pid < 1 || pid > Integer.MAX_VALUE) {
            throw ContractException.invalid("pid", "is " + pid + ": give the id of a process");
        }
    }
}
