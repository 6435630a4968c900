import { ApiError } from '../../api/problem'

/** stepOf tells what an answered sign-in leaves to do; null where it is done, or failed. */
export function stepOf(error: unknown): 'code' | 'enrol' | null {
  if (!(error instanceof ApiError)) return null
  if (error.problem.code === 'second_needed') return 'code'
  return error.problem.code === 'enrolment_needed' ? 'enrol' : null
}
