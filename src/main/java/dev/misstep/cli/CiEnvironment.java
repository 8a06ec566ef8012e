package dev.misstep.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a CI tells its jobs of themselves in variables; what it does not tell is {@code null}.
 *
 * @param project the repository
 * @param commit the commit that is built
 * @param branch the branch; of a pull request that of its head
 * @param run the address of the run, or its number
 * @param machine the machine or runner
 */
record CiEnvironment(
        @Nullable String project,
        @Nullable String commit,
        @Nullable String branch,
        @Nullable String run,
        @Nullable String machine) {
    // GitHub, GitLab, Jenkins, Buildkite, CircleCI, Azure DevOps, Travis, Bitbucket, Drone and Woodpecker, CodeBuild
    private static final List<String> PROJECT = List.of(
            "GITHUB_REPOSITORY",
            "CI_PROJECT_PATH",
            "JOB_NAME",
            "BUILDKITE_PIPELINE_SLUG",
            "CIRCLE_PROJECT_REPONAME",
            "BUILD_REPOSITORY_NAME",
            "TRAVIS_REPO_SLUG",
            "BITBUCKET_REPO_FULL_NAME",
            "DRONE_REPO",
            "CI_REPO");

    private static final List<String> COMMIT = List.of(
            "GITHUB_SHA",
            "CI_COMMIT_SHA",
            "GIT_COMMIT",
            "BUILDKITE_COMMIT",
            "CIRCLE_SHA1",
            "BUILD_SOURCEVERSION",
            "TRAVIS_COMMIT",
            "BITBUCKET_COMMIT",
            "DRONE_COMMIT_SHA",
            "CODEBUILD_RESOLVED_SOURCE_VERSION");

    private static final List<String> BRANCH = List.of(
            "GITHUB_HEAD_REF",
            "GITHUB_REF_NAME",
            "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
            "CI_COMMIT_REF_NAME",
            "CHANGE_BRANCH",
            "BRANCH_NAME",
            "BUILDKITE_BRANCH",
            "CIRCLE_BRANCH",
            "BUILD_SOURCEBRANCHNAME",
            "TRAVIS_PULL_REQUEST_BRANCH",
            "TRAVIS_BRANCH",
            "BITBUCKET_BRANCH",
            "DRONE_SOURCE_BRANCH",
            "DRONE_BRANCH",
            "CI_COMMIT_BRANCH",
            "GIT_BRANCH");

    private static final List<String> RUN = List.of(
            "CI_JOB_URL",
            "BUILD_URL",
            "BUILDKITE_BUILD_URL",
            "CIRCLE_BUILD_URL",
            "BUILD_BUILDID",
            "TRAVIS_BUILD_WEB_URL",
            "BITBUCKET_BUILD_NUMBER",
            "DRONE_BUILD_LINK",
            "CI_PIPELINE_URL",
            "CODEBUILD_BUILD_ID",
            "GITHUB_RUN_ID");

    private static final List<String> MACHINE =
            List.of("RUNNER_NAME", "CI_RUNNER_DESCRIPTION", "NODE_NAME", "BUILDKITE_AGENT_NAME", "AGENT_NAME");

    static CiEnvironment of(Map<String, String> environment) {
        return new CiEnvironment(
                first(environment, PROJECT),
                first(environment, COMMIT),
                first(environment, BRANCH),
                run(environment),
                first(environment, MACHINE));
    }

    private static @Nullable String run(Map<String, String> environment) {
        String server = first(environment, List.of("GITHUB_SERVER_URL"));
        String repository = first(environment, List.of("GITHUB_REPOSITORY"));
        String number = first(environment, List.of("GITHUB_RUN_ID"));
        return server == null || repository == null || number == null
                ? first(environment, RUN)
                : server + "/" + repository + "/actions/runs/" + number;
    }

    private static @Nullable String first(Map<String, String> environment, List<String> names) {
        for (String name : names) {
            String value = environment.getOrDefault(name, "");
            if (!value.isBlank()) {
                return value;
            }
        }
        return null;
    }
}
