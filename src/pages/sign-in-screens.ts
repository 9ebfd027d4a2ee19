import type { RenderSignIn } from '#http/sign-in/page'
import type { Render } from './render.ts'

/** The screens of sign-in in our look: which purpose, and signed out. */
export function signInScreens(render: Render): RenderSignIn {
  return (screen) => {
    if (screen.page === 'signed-out')
      return render('layout/signed-out.njk', { title: 'You are signed out', provider: screen.provider ?? false })
    const choices = screen.choices.map(({ purpose, says, law }) => ({ value: purpose, says, law }))
    return render('layout/purpose.njk', {
      title: 'Before you look',
      choices,
      chosen: screen.chosen ?? false,
      next: screen.next,
    })
  }
}
