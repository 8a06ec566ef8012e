package dev.misstep.log.wrapper;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for lines that one CI alone prints, of its own: some put nothing around a job's lines, and the stamps of two look the
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

    private record Mark(String beginning, String label) {}

    /** The marks by their first two characters. */
    private static final Map<Integer, List<Mark>> BY_START = new HashMap<>();

    static {
        BEGINNINGS.forEach((label, beginnings) -> beginnings.forEach(
                beginning -> BY_START.computeIfAbsent(start(beginning, 0), start -> new ArrayList<>())
                        .add(new Mark(beginning, label))));
    }

    private final Set<String> seen = new LinkedHashSet<>();

    /** Takes a line that is free of decoration, but for the codes of a terminal. */
    void add(String line) {
        String bare = Ansi.strip(line).stripLeading();
        int from = bare.startsWith("[0K") ? 3 : 0; // what is left of a code
        from = bare.startsWith("[0;m", from) ? from + 4 : from;
        if (from + 2 > bare.length()) {
            return;
        }
        for (Mark mark : BY_START.getOrDefault(start(bare, from), List.of())) {
            if (bare.startsWith(mark.beginning, from)) {
                seen.add(bare.endsWith(REQUEST) ? GITHUB : mark.label);
                return;
            }
        }
    }

    private static int start(String text, int from) {
        return text.charAt(from) << Character.SIZE | text.charAt(from + 1);
    }

    /** Whether lines of that CI were seen. */
    boolean has(String label) {
        return seen.contains(label);
    }

    /** The CI of which lines were seen first: a job begins with its CI's; {@code null} where there were none. */
    @Nullable
    String first() {
        return seen.isEmpty() ? null : seen.iterator().next();
    }
}
