package dev.misstep.log;

import dev.misstep.build.Build;
import dev.misstep.log.source.Remark;
import java.util.List;

/**
 * What was found in saved bytes.
 *
 * @param builds in the order read; {@link Build#source()} is the member they lay in, their ids count from 1
 * @param remarks what was left out, and members of archives that hold no build
 */
public record ReadLogs(List<Build> builds, List<Remark> remarks) {
    public ReadLogs {
        builds = List.copyOf(builds);
        remarks = List.copyOf(remarks);
    }
}
