package dev.misstep.log.wrapper;

/**
 * All decoration that is known. Where two forms explain a log equally well, the one named first is taken, so that the
 * more particular stand above the more general.
 */
enum Wrapper {
    GITHUB_ACTIONS(new GithubActions()),
    CIRCLECI(JsonLines.circleci()),
    DRONE_API(JsonLines.drone()),
    WOODPECKER_API(JsonLines.woodpecker()),
    JSON(JsonLines.any());

    final Decoration decoration;

    Wrapper(Decoration decoration) {
        this.decoration = decoration;
    }
}
