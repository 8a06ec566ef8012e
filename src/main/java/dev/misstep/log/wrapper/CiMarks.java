package dev.misstep.log.wrapper;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts lines that one CI alone prints, of its own: some put nothing around a job's lines, and the stamps of two look the
 * same.
 */
final class CiMarks {
    static final String GITHUB = "github-actions";
    static final String AZURE = "azure-devops";

    private static final Map<String, List<String>> BEGINNINGS = Map.ofEntries(
            Map.entry(
                    GITHUB,
                    List.of(
                            "##[group]Run ",
                            "##[group]Runner Image",
                            "##[group]Operating System",
                            "Current runner version: '",
                            "Requested labels: ",
                            "Requesting a hosted runner in ",
                            "Prepare all required actions",
                            "Download action repository '",
                            "Post job cleanup.",
                            "Complete job name: ",
                            "Waiting for a runner to pick up this job")),
            Map.entry(
                    AZURE,
                    List.of(
                            "##[section]Starting: ",
                            "##[section]Finishing: ",
                            "##[section]Async Command ",
                            "##vso[",
                            "Agent name: '",
                            "Agent machine name: '",
                            "Current agent version: '",
                            "Author       : Microsoft Corporation",
                            "Help         : https://aka.ms/",
                            "Help         : https://docs.microsoft.com/",
                            "##[debug]Evaluating condition for step: '")),
            Map.entry(
                    "gitlab",
                    List.of(
                            "Running with gitlab-runner ",
                            "Executing \"step_script\" stage of the job script",
                            "Executing \"build_script\" stage of the job script",
                            "Getting source from Git repository",
                            "Cleaning up project directory and file based variables",
                            "section_start:",
                            "section_end:")),
            Map.entry(
                    "jenkins",
                    List.of(
                            "[Pipeline] ",
                            "Started by user ",
                            "Started by timer",
                            "Started by an SCM change",
                            "Started by GitHub push by ",
                            "Started by upstream project ",
                            "Running as SYSTEM",
                            "Building in workspace ",
                            "Building remotely on ")),
            Map.entry(
                    "buildkite",
                    List.of(
                            "~~~ Preparing working directory",
                            "~~~ Running agent ",
                            "~~~ Running global ",
                            "~~~ Running commands",
                            "~~~ Setting up plugins",
                            "# BUILDKITE_")),
            Map.entry("circleci", List.of("Build-agent version ", "Launch-agent version ")),
            Map.entry("travis", List.of("travis_fold:", "travis_time:")),
            Map.entry("teamcity", List.of("##teamcity[", "TeamCity server version is ")),
            Map.entry(
                    "google-cloud-build",
                    List.of(
                            "starting build \"",
                            "FETCHSOURCE",
                            "Starting Step #",
                            "Already have image (with digest): gcr.io/",
                            "Fetching storage object: gs://")),
            Map.entry("aws-codebuild", List.of("[Container] 20")),
            Map.entry(
                    "bitbucket",
                    List.of(
                            "+ umask 000",
                            "+ GIT_LFS_SKIP_SMUDGE=1 ",
                            "Runtime: cloud",
                            "Searching for test report files in directories named ",
                            "Assembling contents of new cache '")),
            Map.entry("woodpecker", List.of("Initialized empty Git repository in /woodpecker/")),
            Map.entry("drone", List.of("Initialized empty Git repository in /drone/")));

    /** GitHub's runners printed it in 2020, in Azure's form. */
    private static final String REQUEST = "ing: Request a runner to run this job";

    private final Map<String, Integer> counts = new TreeMap<>();

    /** Takes a line that is free of decoration, but for the codes of a terminal. */
    void add(String line) {
        String bare = Ansi.strip(line).stripLeading();
        int from = bare.startsWith("[0K") ? 3 : 0; // what is left of a code
        from = bare.startsWith("[0;m", from) ? from + 4 : from;
        if (bare.endsWith(REQUEST)) {
            count(GITHUB);
            return;
        }
        for (Map.Entry<String, List<String>> entry : BEGINNINGS.entrySet()) {
            for (String beginning : entry.getValue()) {
                if (bare.startsWith(beginning, from)) {
                    count(entry.getKey());
                    return;
                }
            }
        }
    }

    /** Whether lines of that CI were seen. */
    boolean has(String label) {
        return counts.containsKey(label);
    }

    /** The CI of which most lines were seen; {@code null} where there were none. */
    @Nullable
    String most() {
        String most = null;
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            if (most == null || entry.getValue() > counts.getOrDefault(most, 0)) {
                most = entry.getKey();
            }
        }
        return most;
    }

    private void count(String label) {
        counts.merge(label, 1, Integer::sum);
    }
}
