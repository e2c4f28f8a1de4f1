import { z } from "zod";

// How users and teams are written wherever the configuration names people.

/** GitHub's own grammar for logins; those of Enterprise Managed Users have an underscore. */
export const Login = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?$/, "must be the login of a person, like octocat, without @");

export const TeamName = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9][\w.-]*$/, "must be a team, like acme/ml-owners");

export const Users = z.array(Login).max(100).default([]).describe("Logins of people who may.");
export const Teams = z.array(TeamName).max(50).default([]).describe("Teams whose members may, as `acme/ml-owners`.");
