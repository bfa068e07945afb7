import type { StateStore } from "@openphone-notion/core";
import type { MemoryStateData } from "../state/memory-state-data.js";
import { pause } from "./mutant.js";
import type { StateMutant } from "./state-mutant.js";

type Claim = StateStore["claim"];

/** Replaces `claim` alone. */
const claiming =
  (worse: (claim: Claim, roles: MemoryStateData["roles"]) => Claim): StateMutant["breaks"] =>
  ({ claim }, { roles }) => ({ claim: worse(claim, roles) });

/** Stores that give a role to the wrong ones. */
export const roleMutants: readonly StateMutant[] = [
  {
    name: "a role never ends by itself",
    caughtBy: "roles/expiry",
    breaks: claiming((claim, roles) => async (role, options) => {
      const held = roles.get(role);
      return held && held.owner !== options.owner ? false : claim(role, options);
    }),
  },
  {
    name: "a role ends a millisecond early",
    caughtBy: "roles/expiry",
    breaks: claiming((claim, roles) => async (role, options) => {
      if (roles.get(role)?.until === options.now + 1) roles.delete(role);
      return claim(role, options);
    }),
  },
  {
    name: "everyone has the role",
    caughtBy: "roles/claim: the first",
    breaks: claiming((claim) => async (role, options) => (await claim(role, options)) || true),
  },
  {
    name: "whoever comes last has the role",
    caughtBy: "roles/claim: the first",
    breaks: claiming((claim, roles) => async (role, options) => {
      roles.delete(role);
      return claim(role, options);
    }),
  },
  {
    name: "there is but one role",
    caughtBy: "roles/claim: the first",
    breaks: claiming((claim) => (_role, options) => claim("the role", options)),
  },
  {
    name: "looks whether a role is free, and takes it a moment later",
    caughtBy: "roles/claim: of concurrent ones exactly one has it",
    breaks: claiming((claim, roles) => async (role, options) => {
      const free = !roles.has(role);
      await pause();
      if (free) roles.delete(role);
      return claim(role, options);
    }),
  },
  {
    name: "looks whether a role has expired, and takes it over a moment later",
    caughtBy: "roles/claim: of concurrent ones exactly one takes over",
    breaks: claiming((claim, roles) => async (role, options) => {
      const held = roles.get(role);
      const expired = held && held.until <= options.now;
      await pause();
      if (expired) roles.delete(role);
      return claim(role, options);
    }),
  },
  {
    name: "whoever has a role cannot prolong it",
    caughtBy: "roles/prolong: its owner",
    breaks: claiming((claim, roles) => async (role, options) => {
      const held = roles.get(role);
      return held && held.until > options.now ? false : claim(role, options);
    }),
  },
  {
    name: "a prolongation changes nothing",
    caughtBy: "roles/prolong: its owner",
    breaks: claiming((claim, roles) => async (role, options) => {
      const held = roles.get(role);
      const has = await claim(role, options);
      if (has && held && held.until > options.now) roles.set(role, held);
      return has;
    }),
  },
  {
    name: "a prolongation by a clock that was set back shortens the role",
    caughtBy: "roles/prolong: a clock",
    breaks: claiming((claim, roles) => async (role, options) => {
      const has = await claim(role, options);
      if (has) roles.set(role, { owner: options.owner, until: options.now + options.leaseMs });
      return has;
    }),
  },
  {
    name: "a refused claim prolongs the role for its owner",
    caughtBy: "roles/prolong: a refused",
    breaks: claiming((claim, roles) => async (role, options) => {
      const has = await claim(role, options);
      const held = roles.get(role);
      if (!has && held) held.until = Math.max(held.until, options.now + options.leaseMs);
      return has;
    }),
  },
  {
    name: "a role that is given up runs on until it ends",
    caughtBy: "roles/give up: it is free",
    breaks: claiming((claim) => async (role, options) => options.leaseMs > 0 && claim(role, options)),
  },
  {
    name: "whoever gives up takes the role from another",
    caughtBy: "roles/give up: what another has",
    breaks: claiming((claim, roles) => async (role, options) => {
      if (options.leaseMs === 0) roles.delete(role);
      return claim(role, options);
    }),
  },
  {
    name: "says that whoever gives up has the role",
    caughtBy: "roles/give up",
    breaks: claiming((claim) => async (role, options) => {
      const has = await claim(role, options);
      return has || options.leaseMs === 0;
    }),
  },
];
