package dev.misstep.log.wrapper;

/**
 * All decoration that is known, first that which proves itself. Where two forms explain a log equally well, the one named first is taken, so that the
 * more particular stand above the more general.
 */
enum Wrapper {
    QUOTED_PRINTABLE(new QuotedPrintable()),
    HTML(new Html()),
    JSON(new JsonLines()),
    POWERSHELL(new PowerShell()),
    TIMES_ON_OWN_LINES(new TimesOnOwnLines()),
    NUMBERS_ON_OWN_LINES(new NumbersOnOwnLines()),
    GITLAB_SECTIONS(Marks.gitlab()),
    TRAVIS_MARKS(Marks.travis()),
    JENKINS_NOTES(Marks.jenkins()),
    DEV_CONTAINERS(new DevContainers()),
    KUBECTL_PREFIX(new KubectlPrefix()),
    GITLAB(new Gitlab()),
    BUILDKITE(new Buildkite()),
    KUBERNETES(new Kubernetes()),
    CLOUD_BUILD(new CloudBuild()),
    TEAM_CITY(new TeamCity()),
    TEAM_CITY_MESSAGES(new TeamCityMessages()),
    WOODPECKER(new Woodpecker()),
    DRONE(new Drone()),
    ACT(new Act()),
    GITHUB_ACTIONS(new GithubActions()),
    BRACKETED_STAMPS(new Stamps(Stamps.Shape.BRACKETED)),
    STAMPS(new Stamps(Stamps.Shape.BARE)),
    EPOCH_COLUMN(new EpochColumn()),
    SYSLOG(new Syslog()),
    ELAPSED_TIMES(new ElapsedTimes()),
    ANSIBLE(new Ansible()),
    GO_RELEASER(new GoReleaser()),
    LOGFMT(new Logfmt()),
    MAVEN(BuildTool.maven()),
    SBT(BuildTool.sbt()),
    ANT(BuildTool.ant()),
    COMPOSE_SERVICE(new ComposePrefix()),
    VISUAL_STUDIO(new VisualStudio()),
    JENKINS_BRANCHES(new JenkinsBranches()),
    GITHUB_RUN_VIEW(new GithubRunView()),
    LINE_NUMBERS(new LineNumbers()),
    WRITTEN_CODES(new WrittenCodes()),
    WRITTEN_LINES(new WrittenLines()),
    UNKNOWN(new UnknownPrefix()),
    UNKNOWN_SUFFIX(new UnknownSuffix());

    @SuppressWarnings("ImmutableEnumChecker") // none of them keeps anything of a log
    final Decoration decoration;

    Wrapper(Decoration decoration) {
        this.decoration = decoration;
    }
}
