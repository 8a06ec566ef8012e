package dev.misstep.advise;

import dev.misstep.explain.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * How often commits would have installed what one program installs.
 *
 * @param program {@code npm}
 * @param reinstalled commits in which it runs
 * @param necessary those of them that changed one of its manifests, or the Dockerfile
 * @param depends commits of which only a build could tell
 */
public record InstallForecast(String program, int reinstalled, int necessary, int depends) {
    public InstallForecast {
        if (necessary > reinstalled) {
            throw new IllegalArgumentException(necessary + " of " + reinstalled);
        }
    }

    /** By program. */
    static List<InstallForecast> of(List<ReplayedCommit> commits) {
        TreeSet<String> programs = new TreeSet<>();
        commits.forEach(commit -> commit.installs().forEach(install -> programs.add(install.program())));
        List<InstallForecast> installs = new ArrayList<>();
        for (String program : programs) {
            int reinstalled = 0;
            int necessary = 0;
            int depends = 0;
            for (ReplayedCommit commit : commits) {
                boolean runs = commit.installing(Fate.MISS).contains(program);
                reinstalled += runs ? 1 : 0;
                necessary += runs && commit.hadTo(program) ? 1 : 0;
                depends += !runs && commit.installing(Fate.DEPENDS).contains(program) ? 1 : 0;
            }
            installs.add(new InstallForecast(program, reinstalled, necessary, depends));
        }
        return List.copyOf(installs);
    }
}
