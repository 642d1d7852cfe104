package dev.cairn.survival;

import java.util.List;

/** A random step of {@link ModelTest}; its text describes it in the report of a failed run. */
interface Step {

  /** Takes the step with the store and with the model, and compares what comes of it. */
  void take(SideBySide both);

  record One(int door, String namespace, Action action) implements Step {
    @Override
    public void take(SideBySide both) {
      both.act(door, namespace, action);
    }
  }

  record Together(int door, String namespace, List<Action> actions, boolean fails, boolean waits)
      implements Step {
    @Override
    public void take(SideBySide both) {
      both.actTogether(door, namespace, actions, fails, waits);
    }
  }

  record Reopen(int door) implements Step {
    @Override
    public void take(SideBySide both) {
      both.reopen(door);
    }
  }

  record ReopenAll() implements Step {
    @Override
    public void take(SideBySide both) {
      both.reopenAll();
    }
  }

  record DropNamespace(int door, String namespace) implements Step {
    @Override
    public void take(SideBySide both) {
      both.dropNamespace(door, namespace);
    }
  }

  record KillWriter(int acknowledgements) implements Step {
    @Override
    public void take(SideBySide both) {
      both.killWriter(acknowledgements);
    }
  }

  record Compare() implements Step {
    @Override
    public void take(SideBySide both) {
      both.compare();
    }
  }
}
