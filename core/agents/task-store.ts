import { parseJson } from "#core/base";
import type { StoreDep } from "#core/store";
import { taskSchema, type Task, type TaskFigures, type TaskState } from "./schema.ts";

export interface TaskFilter {
  /** Part of the goal; "" for all. */
  readonly filter: string;
  /** Only tasks of this conversation; null for all. */
  readonly conversationId: string | null;
  readonly limit: number;
  readonly offset: number;
}

/** Words of a goal that are looked for in earlier ones. */
const mostWords = 24;

const toTask = (json: string): Task => {
  const parsed = parseJson(json, taskSchema);
  if (!parsed.ok) throw new Error(`a task in the database: ${parsed.error.reason}`);
  return parsed.value;
};

/** Any of the words, each quoted so that no character is an operator; null when there is none. */
const toMatch = (goal: string): string | null => {
  const words = goal.match(/[\p{L}\p{N}]{3,}/gu);
  return words === null
    ? null
    : [...new Set(words.map((word) => word.toLowerCase()))]
        .slice(0, mostWords)
        .map((word) => `"${word}"`)
        .join(" OR ");
};

const like = (filter: string): string => `%${filter.replaceAll(/[\\%_]/g, "\\$&")}%`;

/** Tasks with all that became of them. */
export const createTaskStore = ({ store: { database } }: StoreDep) => {
  const insert = database.prepare(
    `INSERT INTO tasks (id, goal, workspace_root, conversation_id, state, plan_id, repairs, interventions, started_at_ms, ended_at_ms, task)
     VALUES (@id, @goal, @workspaceRoot, @conversationId, @state, @planId, @repairs, @interventions, @startedAtMs, @endedAtMs, @json)`,
  );
  const update = database.prepare(
    `UPDATE tasks SET state = @state, plan_id = @planId, repairs = @repairs, interventions = @interventions, ended_at_ms = @endedAtMs, task = @json
     WHERE id = @id`,
  );
  const select = database.prepare<[string], string>("SELECT task FROM tasks WHERE id = ?").pluck();
  const page = database
    .prepare<[string, string | null, string | null, number, number], string>(
      `SELECT task FROM tasks WHERE goal LIKE ? ESCAPE '\\' AND (? IS NULL OR conversation_id = ?) ORDER BY position DESC LIMIT ? OFFSET ?`,
    )
    .pluck();
  const inStates = database
    .prepare<[string], string>("SELECT task FROM tasks WHERE state IN (SELECT value FROM json_each(?)) ORDER BY position")
    .pluck();
  const alike = database
    .prepare<[string, string, number], string>(
      `SELECT t.task FROM tasks_text JOIN tasks t ON t.position = tasks_text.rowid
       WHERE tasks_text MATCH ? AND t.id <> ? AND t.state IN ('answered', 'done', 'stopped', 'failed') ORDER BY bm25(tasks_text), t.position DESC LIMIT ?`,
    )
    .pluck();
  const figures = database.prepare<[], TaskFigures>(
    `SELECT count(*) AS finished, coalesce(sum(state IN ('answered', 'done')), 0) AS succeeded,
       coalesce(sum(state IN ('answered', 'done') AND repairs = 0 AND interventions <= (json_extract(task, '$.mode') = 'draft')), 0) AS firstAttempt
     FROM tasks WHERE state IN ('answered', 'done', 'stopped', 'failed')`,
  );
  const row = ({
    conversationId,
    endedAtMs,
    goal,
    id,
    interventions,
    planId,
    repairs,
    startedAtMs,
    state,
    workspaceRoot,
    ...rest
  }: Task) => {
    const task = { conversationId, endedAtMs, goal, id, interventions, planId, repairs, startedAtMs, state, workspaceRoot };
    return { ...task, json: JSON.stringify({ ...rest, ...task }) };
  };

  return {
    add: (task: Task): void => void insert.run(row(task)),
    save: (task: Task): void => void update.run(row(task)),
    find: (taskId: string): Task | null => {
      const json = select.get(taskId);
      return json === undefined ? null : toTask(json);
    },
    /** Newest first. */
    list: ({ conversationId, filter, limit, offset }: TaskFilter): Task[] =>
      page.all(like(filter), conversationId, conversationId, limit, offset).map(toTask),
    withState: (...states: readonly TaskState[]): Task[] => inStates.all(JSON.stringify(states)).map(toTask),
    /** Finished tasks whose goal shares words with this one, the most alike first. */
    similar: (task: Task, count: number): Task[] => {
      const match = toMatch(task.goal);
      return match === null ? [] : alike.all(match, task.id, count).map(toTask);
    },
    figures: (): TaskFigures => figures.get() ?? { finished: 0, succeeded: 0, firstAttempt: 0 },
  };
};

export type TaskStore = ReturnType<typeof createTaskStore>;
