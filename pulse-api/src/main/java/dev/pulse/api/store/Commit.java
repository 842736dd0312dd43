package dev.pulse.api.store;

import static java.util.Objects.requireNonNull;

import dev.pulse.api.check.Outcome;
import dev.pulse.api.incident.Incident;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is written together: results, the state their rules were left in, the incidents they opened
 * or closed, and documents of Pulse's own, such as messages that wait for delivery. Built by Pulse,
 * consumed by a {@link Store}. Immutable.
 */
public final class Commit {
  private final List<Outcome> outcomes;
  private final List<Incident> incidents;
  private final Map<String, byte[]> ruleStates;
  private final List<DocumentChange> documents;

  /**
   * A document that is written or removed, whatever version is there.
   *
   * @param collection the collection
   * @param id the id of the document
   * @param body what it is from now on, as JSON; empty to remove it, if it is there
   */
  public record DocumentChange(String collection, String id, Optional<String> body) {
    /** A change; all parts are needed. */
    public DocumentChange {
      requireNonNull(collection, "collection");
      requireNonNull(id, "id");
      requireNonNull(body, "body");
    }
  }

  private Commit(Builder builder) {
    this.outcomes = List.copyOf(builder.outcomes);
    this.incidents = List.copyOf(builder.incidents.values());
    this.ruleStates = Collections.unmodifiableMap(new LinkedHashMap<>(builder.ruleStates));
    this.documents = List.copyOf(builder.documents);
  }

  /** An empty builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** The results to append, in the order of their run ids; unmodifiable. */
  public List<Outcome> outcomes() {
    return outcomes;
  }

  /** The incidents to insert, or to replace where the id exists; each once, unmodifiable. */
  public List<Incident> incidents() {
    return incidents;
  }

  /** What rules have learnt, by registration; replaces what was there. Unmodifiable. */
  public Map<String, byte[]> ruleStates() {
    return ruleStates;
  }

  /** The documents to write or to remove, one after the other; unmodifiable. */
  public List<DocumentChange> documents() {
    return documents;
  }

  /** Builds a {@link Commit}. Confine to one thread. */
  public static final class Builder {
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Map<Long, Incident> incidents = new LinkedHashMap<>();
    private final Map<String, byte[]> ruleStates = new LinkedHashMap<>();
    private final List<DocumentChange> documents = new ArrayList<>();

    private Builder() {}

    /** Adds results. */
    public Builder outcomes(Collection<Outcome> outcomes) {
      this.outcomes.addAll(outcomes);
      return this;
    }

    /** Adds an incident; the last one of an id counts. */
    public Builder incident(Incident incident) {
      incidents.put(incident.id(), incident);
      return this;
    }

    /** Sets what the rules of a registration have learnt; the last one counts. */
    public Builder ruleState(String check, byte[] state) {
      ruleStates.put(requireNonNull(check, "check"), state.clone());
      return this;
    }

    /** Adds changes of documents, made one after the other. */
    public Builder documents(Collection<DocumentChange> changes) {
      documents.addAll(changes);
      return this;
    }

    /** Writes a document, whatever version is there; it gets the next one. */
    public Builder document(String collection, String id, String body) {
      documents.add(new DocumentChange(collection, id, Optional.of(body)));
      return this;
    }

    /** Removes a document, if it is there. */
    public Builder withoutDocument(String collection, String id) {
      documents.add(new DocumentChange(collection, id, Optional.empty()));
      return this;
    }

    /** The commit. */
    public Commit build() {
      return new Commit(this);
    }
  }
}
