package dev.pulse.docs.guide;

import dev.pulse.api.config.Secret;
import dev.pulse.github.GitHubConnection;
import dev.pulse.github.RepositoryHealth;
import dev.pulse.github.RepositoryHealthScorer;

/** A whole program that needs nothing but pulse-github. */
final class HowHealthy {
  private HowHealthy() {}

  public static void main(String[] args) throws InterruptedException {
    var token = Secret.of(System.getenv("GITHUB_TOKEN"));
    var github = GitHubConnection.builder().token(token).build();
    System.out.print(tell(RepositoryHealthScorer.of(github, args[0])));
  }

  static String tell(RepositoryHealthScorer scorer) throws InterruptedException {
    RepositoryHealth health = scorer.examine();
    var text = new StringBuilder(health + "\n");
    health.score().factors().forEach(factor -> text.append(factor).append('\n'));
    health.advice().forEach(advice -> text.append(advice).append('\n'));
    return text.toString();
  }
}
