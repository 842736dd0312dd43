package dev.pulse.samples.fakes;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The owners and repositories of a {@link FakeGitHub}. Thread-safe. */
final class FakeGitHubRepositories {
  private final InstantSource clock;
  private final AtomicLong ids = new AtomicLong(1_000);
  private final Map<String, FakeGitHubRepository> present = new ConcurrentHashMap<>();
  private final Map<String, FakeGitHubRepository> moved = new ConcurrentHashMap<>();
  private final Map<String, Boolean> organisations = new ConcurrentHashMap<>();

  FakeGitHubRepositories(InstantSource clock) {
    this.clock = clock;
  }

  FakeGitHubRepository make(String owner, String name) {
    return present.computeIfAbsent(
        key(owner, name),
        key -> new FakeGitHubRepository(owner, name, ids.incrementAndGet(), clock, ids));
  }

  void remove(String owner, String name) {
    present.remove(key(owner, name));
  }

  void rename(String owner, String from, String to) {
    var repository = present.remove(key(owner, from));
    if (repository == null) {
      throw new IllegalArgumentException("There is no repository " + owner + "/" + from);
    }
    repository.rename(to);
    present.put(key(owner, to), repository);
    moved.put(key(owner, from), repository);
  }

  Optional<FakeGitHubRepository> find(String owner, String name) {
    return Optional.ofNullable(present.get(key(owner, name)));
  }

  /** By {@code owner/name}. */
  Optional<FakeGitHubRepository> find(String fullName) {
    return Optional.ofNullable(present.get(fullName.toLowerCase(Locale.ROOT)));
  }

  /** The repository that once had this name. */
  Optional<FakeGitHubRepository> moved(String owner, String name) {
    return Optional.ofNullable(moved.get(key(owner, name)));
  }

  /** Of one owner, by name. */
  List<FakeGitHubRepository> of(String owner) {
    return present.values().stream()
        .filter(repository -> repository.owner().equalsIgnoreCase(owner))
        .sorted(Comparator.comparing(FakeGitHubRepository::name))
        .toList();
  }

  void owner(String login, boolean organisation) {
    organisations.put(login.toLowerCase(Locale.ROOT), organisation);
  }

  /** Empty when there is no such owner; who has repositories is one. */
  Optional<Boolean> isOrganisation(String owner) {
    var told = organisations.get(owner.toLowerCase(Locale.ROOT));
    return told != null || of(owner).isEmpty() ? Optional.ofNullable(told) : Optional.of(true);
  }

  /** Repositories have addresses with their numbers, too, which outlive their names. */
  List<String> byName(List<String> path) {
    if (path.size() < 2 || !path.get(0).equals("repositories")) {
      return path;
    }
    return present.values().stream()
        .filter(repository -> String.valueOf(repository.id()).equals(path.get(1)))
        .findFirst()
        .map(
            repository -> {
              var named = new ArrayList<>(List.of("repos", repository.owner(), repository.name()));
              named.addAll(path.subList(2, path.size()));
              return List.copyOf(named);
            })
        .orElse(path);
  }

  private static String key(String owner, String name) {
    return (owner + "/" + name).toLowerCase(Locale.ROOT);
  }
}
